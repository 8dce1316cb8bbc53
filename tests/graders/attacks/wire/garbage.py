# verdict: security_violation
import os

os.write(3, b"garbage that is no frame " * 9)
