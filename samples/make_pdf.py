"""Draws samples/exam-watch-report.pdf: a two-column report with running headers, page numbers and footnotes.

Only for who wants to draw it again: needs reportlab, which the program itself does not use. The case, the
organisations and the people are invented.

    python samples/make_pdf.py
"""

from pathlib import Path

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph, Spacer

WIDTH, HEIGHT = A4
MARGIN, GUTTER = 54.0, 22.0
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2
TITLE = "Watched While They Write: Emotion Recognition in University Exams in Kenya and Uganda"
BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=11, leading=13.8, alignment=TA_JUSTIFY, firstLineIndent=12,
    hyphenationLang="", embeddedHyphenation=1, splitLongWords=0,
)  # fmt: skip
FIRST = ParagraphStyle("first", parent=BODY, firstLineIndent=0)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=9, spaceAfter=4)
BULLET = ParagraphStyle("bullet", parent=BODY, firstLineIndent=0, leftIndent=12, bulletIndent=2, spaceAfter=2)
SMALL = ParagraphStyle("note", fontName="Times-Roman", fontSize=8.4, leading=10.2)
ABSTRACT = ParagraphStyle("abstract", parent=FIRST, fontName="Times-Italic", fontSize=11.5, leading=15)

SUMMARY = (
    "Two universities in East Africa film students while they sit examinations at home, and let a computer program "
    "decide from their faces who is likely to cheat. This report by the Open Classroom Trust describes how the program "
    "was bought, how it fails, and who pays for its mistakes."
)
NOTES = {
    1: [
        "1 Interviews with 41 students and nine lecturers in Nairobi, Kisumu and Kampala, February to June 2023.",
        "2 Service agreement between Mwanga University and Examina Technologies, signed 14 August 2021, on file with "
        "the Open Classroom Trust.",
        "3 Letter from Examina Technologies to the Open Classroom Trust, 2 August 2023.",
        "4 Test carried out with 60 volunteers on 11 and 12 May 2023; the method is described in the annex.",
    ],
    2: [
        "5 Mwanga University Students’ Union, Survey on Remote Examinations, April 2023, p. 7.",
        "6 Kenya’s Data Protection Act, 2019, sections 25 and 35.",
        "7 Statement by the vice-chancellor’s office of Nile Shore University, 9 August 2023.",
    ],
}
STORY = [
    ("h", "1. Summary"),
    ("p", "Since January 2022, Mwanga University in Kenya has used a program called ProctorSight to watch students who "
     "take examinations from home. Nile Shore University in Uganda followed in September 2022. ProctorSight was "
     "developed by Examina Technologies, a company in Bengaluru, India, which also runs the servers on which the "
     "recordings are kept. The students’ own cameras film them from the first question to the "
     "last.<super size=6>1</super>"),
    ("p", "The program does two things. It uses facial recognition to compare each student’s face with the photo­graph "
     "on the student card, and it uses emotion recog­nition to look for what the company calls “indicators of "
     "intent”: averted eyes, a tight mouth, a raised pulse in the skin of the fore­head. A student whose score passes "
     "a threshold is reported to the exam­inations office. Between January 2022 and May 2023, Mwanga University opened "
     "disci­plinary proceedings against 312 students on the strength of these reports; 187 of them lost a semester."),
    ("p", "The Open Classroom Trust found that the program flagged students with darker skin more than twice as "
     "often as others, that neither uni­versity had tested it before it was bought, and that students were not "
     "told what was measured."),
    ("h", "2. How the Program Was Bought"),
    ("p", "Mwanga University signed a contract with Examina Technologies on 14 August 2021, without a public tender. "
     "It pays the company four US dollars for each examination.<super size=6>2</super> The university’s registrar, "
     "Josephat Oduya, told the Trust that the purpose was to prevent cheating in online examinations while the campus "
     "was closed. Nile Shore University bought the same system through a reseller in Kampala, Lakeside Digital, which "
     "installed it and trained the staff."),
    ("p", "Examina Technologies advertises ProctorSight as “99 per cent accurate” and “free of bias”. Asked for the "
     "studies behind these claims, the company denied that its product recognises emotions at all. “ProctorSight "
     "measures attention. It does not infer feelings, and no student has ever been failed by our software,” it wrote."
     "<super size=6>3</super> Its own user manual, which the Trust has obtained, has a chapter with the title "
     "“Reading stress and deceit”."),
    ("h", "3. How the Program Fails"),
    ("p", "The Trust asked 60 volunteers to sit a mock examination in front of the program. None of them cheated. "
     "ProctorSight flagged 19 of them, among them 15 of the 28 volunteers with the darkest skin, whom it often did "
     "not find in the picture when the light was poor.<super size=6>4</super> A volunteer with glasses was flagged "
     "for “gaze avoidance” in each of three attempts."),
    ("p", "Achieng Wafula, a third-year student of pharmacy, was suspended in December 2022 after the program had "
     "reported her for “sustained distress”. She had buried her father that week. “They showed me a graph and "
     "said it was me,” she told the Trust. “Nobody could say what I had done.” The university readmitted her after "
     "five months, without an apology."),
    ("p", "Scientists have long warned that faces do not show reliably what a person feels. Dr. Ruth Nabirye, a "
     "psychologist in Kampala who advised the Trust, said that a frown during an examination is evidence of an "
     "examination and of nothing else."),
    ("p", "The lecturers see little of this. Six of the nine whom we interviewed said that they had never been shown "
     "a recording, and that the examinations office sent them a number between 0 and 100 and a deadline. Two said "
     "that they had lowered a student’s mark because of a high score, although the rules of Mwanga University do "
     "not allow it. One resigned from the disciplinary committee in March 2023. “I was asked to sign a "
     "verdict that a machine had already written,” he said."),
    ("h", "4. What It Costs the Students"),
    ("p", "Of the 187 students who lost a semester, 96 had a government loan, which is not paid out while a student is "
     "suspended. We spoke with eleven of them. Seven had given up their rooms in Nairobi and gone back to their "
     "parents; three had taken up work on building sites or in shops; one has left the university for good. All "
     "eleven said that their families believed the machine and not them."),
    ("p", "Students have learned to act for the camera. They tape lamps to the wall behind it, they practise not "
     "to look up when they think, and they keep younger brothers and sisters out of the house for the day. In a "
     "survey by the students’ union of Mwanga University, in which 1,140 students took part in April 2023, two "
     "thirds said that the program made them anxious, and one in five that they had avoided a course because its "
     "examination was held online.<super size=6>5</super>"),
    ("p", "Examina Technologies said that anxiety was “a known confounder”, for which ProctorSight corrects. It "
     "did not say how. In its offer to Nile Shore University, dated 3 May 2022, the company promised that the "
     "program would “pay for itself within two exam periods” through the fees of students who repeat."),
    ("h", "5. No Notice, No Appeal"),
    ("p", "Neither university has published an impact assessment, although the law in Kenya requires one before "
     "sensitive data are processed on a large scale.<super size=6>6</super> The consent form that students sign speaks "
     "of “video supervision” and mentions neither facial recognition nor the scores. Recordings are kept on servers "
     "abroad for two years. There is no procedure by which a student can see a score, or appeal against it."),
    ("p", "Mwanga University told the Trust that lecturers review every report before a student is charged. The "
     "lecturers we interviewed could not confirm this. The Office of the Data "
     "Protection Commissioner in Nairobi said in July that it was examining a complaint by the students’ union."),
    ("p", "Nile Shore University said that it had suspended the emotion scores in August 2023 and would keep the "
     "comparison of faces.<super size=6>7</super>"),
    ("h", "6. Recommendations"),
    ("f", "The Open Classroom Trust calls on both universities to:"),
    ("b", "stop using emotion recognition in examinations, and annul decisions that rest on it;"),
    ("b", "publish the contracts with Examina Technologies and Lakeside Digital; and"),
    ("b", "delete recordings that are older than the period for appeals."),
    ("f", "It calls on Examina Technologies to disclose how ProctorSight computes its scores, and to submit it to an "
     "independent audit of its accuracy for people of all skin colours."),
]  # fmt: skip


def _furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
    page = document.page
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    if page > 1:
        canvas.drawString(MARGIN, HEIGHT - 34, "WATCHED WHILE THEY WRITE")
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 34, "OPEN CLASSROOM TRUST")
    canvas.drawCentredString(WIDTH / 2, 26, f"{page}")
    canvas.drawString(MARGIN, 26, "Open Classroom Trust | September 2023")
    notes = [Paragraph(text, SMALL) for text in NOTES.get(page, [])]
    y = 44.0
    for note in reversed(notes):
        _, height = note.wrap(COLUMN, 200)
        note.drawOn(canvas, MARGIN, y)
        y += height + 1.5
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, y + 3, MARGIN + 90, y + 3)
    canvas.restoreState()


def _frames(top: float, foot: float) -> list[Frame]:
    edge = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    left = Frame(MARGIN, 48 + foot, COLUMN, HEIGHT - top - 48 - foot, **edge)
    right = Frame(MARGIN + COLUMN + GUTTER, 48, COLUMN, HEIGHT - top - 48, **edge)
    return [left, right]


def main() -> None:
    """Draw the PDF next to this script."""
    target = Path(__file__).with_name("exam-watch-report.pdf")
    document = BaseDocTemplate(
        str(target), pagesize=A4, title=TITLE, author="Open Classroom Trust", invariant=1, subject="Sample report"
    )
    head = Frame(MARGIN, HEIGHT - 200, WIDTH - 2 * MARGIN, 150, leftPadding=0, rightPadding=0)
    document.addPageTemplates(
        [
            PageTemplate("first", [head, *_frames(212, 104)], onPage=_furniture),
            PageTemplate("later", _frames(62, 66), onPage=_furniture),
        ]
    )
    story = [
        Paragraph(TITLE, ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=19, leading=23)),
        Paragraph("September 2023", ParagraphStyle("date", fontName="Helvetica", fontSize=10, leading=22)),
        Paragraph(SUMMARY, ABSTRACT),
        FrameBreak(),
        NextPageTemplate("later"),
    ]
    for kind, text in STORY:
        style = {"h": HEAD, "p": BODY, "f": FIRST, "b": BULLET}[kind]
        story.append(Paragraph(text, style, bulletText="•" if kind == "b" else None))
    story.append(Spacer(1, 4))
    document.build(story)


if __name__ == "__main__":
    main()
