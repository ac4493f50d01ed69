"""Training of the tagger: needs `requirements/train.txt` (torch, onnx, the base weights); the run time never imports it."""
