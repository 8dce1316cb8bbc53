# verdict: output_limit
import sys

while True:
    sys.stderr.write("\n")
