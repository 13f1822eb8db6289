"""Opening: from a connector's options to its sweep and its hook."""

from connectors.author import AuthorKey
from connectors.connector import Assignment
from connectors.equipment import Equipment
from connectors.mention import Platform
from connectors.meta.account import Account, AccountReader
from connectors.meta.comment import Scribe
from connectors.meta.facebook import FacebookPage
from connectors.meta.graph import Graph
from connectors.meta.hook import MetaHook, open_facebook_hook, open_instagram_hook
from connectors.meta.instagram import InstagramAccount
from connectors.meta.options import FacebookOptions, InstagramOptions, MetaOptions
from connectors.receiver.signature import Keys


def open_sweep(assignment: Assignment, options: MetaOptions, use: Equipment) -> AccountReader:
    """The sweep of an account; raises MisconfiguredError where the token is not set."""
    graph = _graph(options, use)
    account: Account
    if isinstance(options, InstagramOptions):
        account = InstagramAccount(graph, options.account, options.handle)
    else:
        account = FacebookPage(graph, options.account)
    scribe = _scribe(assignment, options, use.authors)
    return AccountReader(assignment, options, account, scribe, clock=use.clock)


def open_hook(assignment: Assignment, options: MetaOptions, use: Equipment) -> MetaHook:
    """The hook of an account; raises MisconfiguredError where a secret is not set."""
    keys = Keys.read(options.secret_env or "", use.environ.get(options.secret_env or "", ""))
    verify = use.read_secret(options.verify_env or "")
    scribe = _scribe(assignment, options, use.authors)
    if isinstance(options, InstagramOptions):
        account = None
        if options.token_env is not None:
            account = InstagramAccount(_graph(options, use), options.account, options.handle)
        return open_instagram_hook(options, keys, verify, scribe, account)
    if isinstance(options, FacebookOptions):
        return open_facebook_hook(options, keys, verify, scribe)
    raise TypeError(options.kind)


def _graph(options: MetaOptions, use: Equipment) -> Graph:
    token = use.read_secret(options.token_env or "")
    secret = use.environ.get(options.secret_env, "").split() if options.secret_env else []
    return Graph(use.http, version=options.version, token=token, secret=secret[-1] if secret else None)


def _scribe(assignment: Assignment, options: MetaOptions, authors: AuthorKey) -> Scribe:
    platform = Platform.INSTAGRAM if isinstance(options, InstagramOptions) else Platform.FACEBOOK
    return Scribe(assignment, platform, authors, options.bot_signs)
