# verdict: runtime_error
# says: SystemExit
import sys

sys.exit(0)
