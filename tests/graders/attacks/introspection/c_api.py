# verdict: runtime_error
# Leaves by the interpreter's own door, with a status that looks like success.
import ctypes

ctypes.pythonapi.Py_AddPendingCall(None, None)
ctypes.pythonapi.Py_Exit(0)
