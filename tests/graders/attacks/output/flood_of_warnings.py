# verdict: output_limit
import warnings

warnings.simplefilter("always")
while True:
    warnings.warn("w" * 1000)
