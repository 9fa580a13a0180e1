"""The topics component: values of the controlled fields and the purpose, with calibrated scores."""
