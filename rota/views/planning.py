def _soon(request, **kw):
    raise NotImplementedError


pattern_add = plan = plan_make = waiting = _soon
