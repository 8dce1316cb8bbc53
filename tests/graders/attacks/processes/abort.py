# verdict: runtime_error
# says: crash in native code
import os

os.abort()
