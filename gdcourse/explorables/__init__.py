"""What the book's pages are made of, beyond Markdown: three small Sphinx extensions.

``site``
    makes the built site complete in itself: maths set at build time, no request to another host,
    notebooks that run the library of this checkout.
``assets``
    gathers the few fonts and stylesheets that pages need (KaTeX, icons). Used by ``site``.
``quiz``
    the ``{quiz}`` directive: questions that answer back, without a script.

``_config.yml`` names them; nothing else imports this package, and it imports no teaching module.
"""
