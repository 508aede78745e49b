from allauth.account.forms import RequestLoginCodeForm as Base


class RequestLoginCodeForm(Base):
    pass
