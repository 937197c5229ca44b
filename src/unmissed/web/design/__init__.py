"""How the web application looks: the environment of its templates, the parts of its pages, its forms' fields and its styles."""
