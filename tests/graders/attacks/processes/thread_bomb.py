# verdict: time_limit, memory_limit
import _thread

while True:
    try:
        _thread.start_new_thread(print, ())
    except RuntimeError:
        pass
