# verdict: runtime_error, security_violation
import os

os.close(3)
