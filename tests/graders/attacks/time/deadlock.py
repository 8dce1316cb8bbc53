# verdict: time_limit
# wall: 1
import _thread

lock = _thread.allocate_lock()
lock.acquire()
lock.acquire()
