# verdict: runtime_error, security_violation, time_limit
# wall: 1
# The line goes dead, the program lives on: that is not the grader's fault.
import os
import time

os.close(3)
time.sleep(10_000)
