"""Many reports at once: sources are listed, worked on by a pool of processes, and saved by one writer.

``mapping.map_documents`` is the seam: a cluster can take the pool's place, since items, jobs and records are plain and
pickle. ``sources`` lists, ``job`` drafts, ``running`` skips what is done and saves what comes.
"""
