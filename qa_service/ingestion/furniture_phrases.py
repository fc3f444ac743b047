"""The well-known phrases of furniture, in the languages we have met.

Small letters, no end marks.
"""

_EXACT = (
    "back to top|to top|top|top of page|read more|read later|see more|show more|more",
    "load more|menu|close|search|next|previous|home|share|tweet|print|email|e-mail|save",
    "bookmark|comment|comments|reply|leave a reply|leave a comment|post a comment",
    "add a comment|view comments|show comments|join the conversation|copy link|link copied",
    "e-paper|epaper|subscribe|subscribe now|subscribe today|sign up|sign up now|sign in",
    "log in|login|log out|register|my account|create an account|create account|newsletter",
    "newsletters|unsubscribe|follow|follow us|donate|support us|about us|contact|contact us",
    "get in touch|advertise|advertise with us|careers|help|faq|accessibility|privacy",
    "privacy policy|terms|terms of use|terms of service|terms and conditions|cookies",
    "cookie policy|cookie settings|manage cookies|accept|accept all|accept all cookies",
    "reject all|imprint|data protection|sitemap|copyright|advertisement|advertisements|ad",
    "sponsored|sponsored content|promoted|paid content|partner content|continue reading",
    "story continues below advertisement|article continues below advertisement",
    "story continues below|scroll to continue|advertisement - scroll to continue",
    "skip to content|skip to main content|skip navigation|jump to latest|jump to recipe",
    "print recipe|print this page|print this article|turn on alerts|load more posts",
    "story saved|gift this article|reuse this content|do not sell my personal information",
    "do not sell or share my personal information|purchase licensing rights",
    "request permission|permissions|listen|listen to this article|watch live|written by",
    "pin for later|pin it|light a candle|view all notices|place an announcement",
    "contact the live blog|follow us on social media|thank you for reading",
    "thanks for reading|breaking|breaking news|live|live updates|view all|see all",
    "photo gallery|image gallery|click here|download pdf|all rights reserved",
    "change language|open menu|close menu|toggle navigation|dark mode|text size|a a a",
    "was this page helpful? yes / no|zum inhalt springen|startseite|anzeige|werbung",
    "artikel teilen|teilen|drucken|anmelden|abonnieren|impressum|datenschutz|kontakt",
    "kommentare|nach oben|mehr|mehr lesen|weiterlesen|zur startseite|accueil|partager",
    "s'abonner|se connecter|publicité|lire aussi|haut de page|inicio|compartir|publicidad",
    "suscribirse|구독하기|구독|기사제보|기사제보 및 보도자료|무단 전재 및 재배포 금지",
    "무단전재 및 재배포 금지|공유하기|댓글|로그인|회원가입|목록|맨위로",
)
_SECTIONS = (
    "analysis|arts|books|business|cities|comment|companies|crime|culture|economy|editorial",
    "editorials|education|entertainment|environment|features|finance|fixtures|food|health",
    "international|kultur|life|lifestyle|local|magazine|markets|money|motoring|national",
    "news|newsroom|obituaries|obituary|opinion|opinions|panorama|photos|podcasts|politics",
    "politik|property|regionales|results|science|scores|society|sport|sports|style|tables",
    "tech|technology|transfers|travel|video|videos|weather|wirtschaft|world|경제|뉴스|문화",
    "사회|스포츠|정치",
)
_SHARING = (
    "bluesky|copy|download|e-mail|email|facebook|instagram|kakaotalk|line|link|linkedin",
    "messenger|pdf|pinterest|print|reddit|save|share|teilen|telegram|this|threads|tiktok",
    "tweet|twitter|whatsapp|x|youtube",
)


def _phrases(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(phrase for line in lines for phrase in line.split("|"))


EXACT = _phrases(_EXACT)
"""Whole lines that are buttons, links, notices."""

SECTIONS = _phrases(_SECTIONS)
"""Names of the parts of a newspaper, as they stand in its menu and above its headlines."""

SHARING = _phrases(_SHARING)
"""Words of a row of buttons by which a page is passed on."""
