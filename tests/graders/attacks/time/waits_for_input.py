# verdict: runtime_error
# says: EOFError
input("password: ")
