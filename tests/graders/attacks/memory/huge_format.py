# verdict: memory_limit, runtime_error
# says: Error
"%*d" % (1 << 31, 1)
"{:>99999999999}".format(1)
