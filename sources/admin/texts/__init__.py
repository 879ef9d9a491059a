"""The pages of texts: held words read, corrected and marked; the files they came from."""
