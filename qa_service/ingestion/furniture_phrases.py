"""The well-known phrases of furniture, in the languages we have met. Small letters, no end marks."""

import re


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


EXACT = frozenset(
    """
    back to top|to top|top|top of page|read more|read later|see more|show more|more|load more|menu|close|search|next
    previous|home|share|tweet|print|email|e-mail|save|bookmark|comment|comments|reply|leave a reply|leave a comment
    post a comment|add a comment|view comments|show comments|join the conversation|copy link|link copied|e-paper|epaper
    subscribe|subscribe now|subscribe today|sign up|sign up now|sign in|log in|login|log out|register|my account
    create an account|create account|newsletter|newsletters|unsubscribe|follow|follow us|donate|support us|about us
    contact|contact us|get in touch|advertise|advertise with us|careers|help|faq|accessibility|privacy|privacy policy
    terms|terms of use|terms of service|terms and conditions|cookies|cookie policy|cookie settings|manage cookies
    accept|accept all|accept all cookies|reject all|imprint|data protection|sitemap|copyright
    advertisement|advertisements|ad|sponsored|sponsored content|promoted|paid content|partner content|continue reading
    story continues below advertisement|article continues below advertisement|story continues below|scroll to continue
    advertisement - scroll to continue|skip to content|skip to main content|skip navigation|jump to latest
    jump to recipe|print recipe|print this page|print this article|turn on alerts|load more posts|story saved
    gift this article|reuse this content|do not sell my personal information|do not sell or share my personal information
    purchase licensing rights|request permission|permissions|listen|listen to this article|watch live|written by
    pin for later|pin it|light a candle|view all notices|place an announcement|contact the live blog
    follow us on social media|thank you for reading|thanks for reading|breaking|breaking news|live|live updates
    view all|see all|photo gallery|image gallery|click here|download pdf|all rights reserved|change language
    open menu|close menu|toggle navigation|dark mode|text size|a a a|was this page helpful? yes / no
    zum inhalt springen|startseite|anzeige|werbung|artikel teilen|teilen|drucken|anmelden|abonnieren|impressum
    datenschutz|kontakt|kommentare|nach oben|mehr|mehr lesen|weiterlesen|zur startseite
    accueil|partager|s'abonner|se connecter|publicité|lire aussi|haut de page|inicio|compartir|publicidad|suscribirse
    구독하기|구독|기사제보|기사제보 및 보도자료|무단 전재 및 재배포 금지|무단전재 및 재배포 금지|공유하기|댓글|로그인|회원가입|목록|맨위로
    """.strip()
    .replace("\n", "|")
    .replace("    ", "")
    .split("|")
)

SECTIONS = frozenset(
    """
    news business sport sports opinion opinions culture politics world national international local economy markets
    technology tech science health lifestyle entertainment travel video videos photos weather obituary obituaries
    education environment life arts books food style money property motoring fixtures scores tables results
    transfers finance companies crime society editorial editorials features analysis comment podcasts magazine cities
    newsroom regionales wirtschaft sport politik kultur panorama 사회 정치 경제 뉴스 문화 스포츠
    """.split()
)

SHARING = frozenset(
    """
    share email e-mail facebook x twitter whatsapp telegram linkedin reddit pinterest instagram threads bluesky
    print copy link tweet download pdf save youtube tiktok kakaotalk line messenger teilen this
    """.split()
)

LIST_HEADS = _shape(
    r"(?:most|top|trending|latest|popular|recommended|related|editors?'?s?'?) ?"
    r"(?:popular|read|viewed|shared|commented|watched|news|stories|articles|topics|posts|picks|content|links|videos"
    r"|reading|headlines|now|for you|stories for you)(?: (?:in|on|today|now|this) ?[\w ]{0,20}| today| now)?"
    r"|top \w{0,15} ?(?:news|stories)(?: today)?|trending|recommended|read next|up next|what to read next|see also"
    r"|you (?:might|may) also (?:like|be interested in)|more (?:from|in|on|about) [\w' ]{2,40}"
    r"|more [\w']{3,20} (?:news|stories|headlines|coverage)|more [\w ]{3,30} you'll love"
    r"|explore more(?: on these topics)?|also from this source|from around the web|keep reading|further reading"
    r"|most read|latest|in case you missed it|don't miss|must read|also read|read also|related"
    r"|meistgelesen|das könnte sie auch interessieren|mehr zum thema|à lire aussi|les plus lus|lo más leído"
    r"|많이 본 뉴스|인기 기사|관련기사|최신 뉴스"
)

LINK_LABELS = _shape(
    r"(?:(?:you (?:may|might) )?(?:also|should) read"
    r"|read (?:more|also|next|this|on|full story|in full|the full story)|see also"
    r"|related(?: (?:stor(?:y|ies)|articles?|news|content|coverage))?|more(?: on this(?: story)?)?"
    r"|don'?t miss|must read|editor'?s pick|up next|in case you missed it|you may also like"
    r"|lesen sie (?:auch|dazu|mehr)|mehr zum thema|lire aussi|à lire aussi|lea también|관련기사)"
    r"\s*(?:[:|»>→]|[-–—] )\s*\S.{3,}$"
    r"|(?:tags?|topics|filed under|keywords|categories|schlagw[oö]rter)\s?: ?[^.!?]+$"
    r"|(?:jump to|go to|in this article|on this page|share this)\s?: ?[^.!?]+$"
    r"|\w[\w ]{0,20}: ?(?:newsroom|editors?|tips|news|letters|redaktion|press-?desk)@[\w.-]+$"
    r"|letters to the editor: [^.!?]+@[\w.-]+$"
    r"|our standards: [^.!?]+$"
    r"|(?:read|see|watch|listen to) (?:an extract|the full|all (?:of )?(?:our|the)) [^.!?]{3,60}$"
)
# In capitals only: "Video: …" may open a sentence, "VIDEO: …" labels a link.
SHOUTED_LABELS = re.compile(
    r"(?:VOTE|POLL|QUIZ)\s?: ?\S.{3,}\?$|(?:WATCH|LISTEN|VIDEOS?|GALLERY|PHOTOS|IN PICTURES"
    r"|IN PHOTOS|PODCAST|SUBSCRIBE|WATCH LIVE|READ|MORE|NOW READ)\s?: ?\S.{3,}$"
    r"|Watch: \S[^.!?]{3,60}$"
)

CALLS = (
    _shape(r"(?:^|[.!?] )(?-i:Join) (?:more than |over )?\d[\d,.]*k? (?:readers|subscribers|followers)\b"),
    _shape(r"^(?:subscribe|sign up|join|get|try|start|become)\b.*\b(?:cancel|unsubscribe) (?:at )?any ?time\b"),
    _shape(r"\b(?:leave (?:a|your) comment|have your say|let us know)\b.{0,15}\b(?:below|comments)\b"),
    _shape(r"\b(?:subscribe|donate|support us|sign up|register) (?:now|today|here)\b[^.]{0,60}\.?$(?<!said.)"),
    _shape(r"^like what you(?:'re| are)? read(?:ing)?\?"),
    _shape(
        r"^(?:kindly |please )?share (?:this|the) (?:story|article|page|post|content)"
        r"(?: (?:on|with|via)\b.{1,40})?:?$"
    ),
    _shape(
        r"^(?:print|save|gift|bookmark|tweet|listen to|report|rate|translate|reuse) this"
        r"(?: (?:article|story|page|post))?$"
    ),
    _shape(
        r"^back to (?:the )?(?:top|home|homepage|results|search|overview|main page|speeches|news"
        r"|articles|all \w+)$"
    ),
    _shape(
        r"^(?:load|show|view|see|read) (?:more|all)"
        r" (?:posts|comments|stories|articles|news|updates|notices|replies)$"
    ),
    _shape(r"^newsletter(?::| abonnieren\b| bestellen\b)"),
    _shape(r"^(?:sign|log) in or (?:create|register)\b[^.]{0,60}\.?$"),
)
"""Calls that need no more proof than their words."""

CALL_VERBS = _shape(
    r"(?:please |now )?(?:subscribe|sign up|sign in|log in|follow|join|get|register|download|like"
    r"|become|support|create|donate|listen|buy)\b"
)
CHANNELS = _shape(
    r"\b(?:newsletters?|inbox|alerts?|notifications?|apps?|facebook|instagram|twitter|whatsapp"
    r"|telegram|x|linkedin|youtube|tiktok|threads|bluesky|account|briefing|podcasts?|channel"
    r"|membership|e-?mails?|morning letter|bookshop|google news)\b|@\w{3,}"
    r"|^follow (?-i:[A-Z]\w+[A-Z]\w+)$"
)
OWN = _shape(
    r"\b(?:follow|join|like|support|find) us\b|\bour (?:[\w-]+ ){0,3}(?:newsletters?|apps?|channels?"
    r"|briefing|alerts?|pages?|podcasts?|community|bookshop|letter|journalism|website|mailing list)\b"
    r"|\bofficial (?:[\w-]+ ){0,4}(?:pages?|accounts?|channels?)\b|\bstraight to your\b"
    r"|\bin your inbox\b|\bfree account\b|\bwe'll\b"
)
"""The site speaks of itself: "Follow our leaders on Twitter and you will despair" does not."""

NOTICES = (
    _shape(r"^(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})) ?\S[^!?]{0,140}$"),
    _shape(r"^all rights reserved(?:\.|$)"),
    _shape(
        r"^this (?:material|content|article|story|report)\b.*\bmay not be (?:published|reproduced"
        r"|broadcast|rewritten|redistributed|copied)\b"
    ),
    _shape(r"^(?:we|our)\b.*\bstore and(?:/or)? access information on (?:your|a) device\b"),
    _shape(r"^(?:this (?:web)?site|we) uses? cookies\b"),
    _shape(r"^this (?:post|article|page|story) (?:may )?contains? affiliate links\b"),
    _shape(
        r"^(?:disclosure: |disclaimer: |note: )?(?:we|if you|when you)\b.*"
        r"\bwe may (?:earn|receive) (?:a|an) (?:affiliate )?commission\b"
        r"|^(?:disclosure: )?we may (?:earn|receive) (?:a|an) (?:affiliate )?commission\b"
    ),
    _shape(r"^past performance is (?:no|not a)\b.*\bfuture\b"),
    _shape(r"^(?:please )?(?:bet|gamble|drink) responsibly\b"),
    _shape(r"^quotes (?:are )?delayed\b[^.]{0,60}\.?$"),
    _shape(r"^\(?\d[\d,.]* (?:comments?|shares|views|replies|kommentare|likes)\)?$"),
    _shape(r"^(?:comments?|kommentare|commentaires|replies|댓글) ?[(\[]?\d[\d,.]*[)\]]?$"),
    _shape(r"^\d+[ -]min(?:ute)?s?(?: of)? read(?:ing)?(?: time)?$"),
    _shape(r"^(?:reading time|lesezeit)(?::| \d).{1,20}$"),
    _shape(r"^listen to this (?:article|story)\b[^.]{0,30}$"),
    _shape(r"^[★☆⭐ ]+\s?\d.{0,40}$|^rated \d.{0,40}$"),
    _shape(r"^was this (?:page|article|answer) (?:helpful|useful)\b.{0,30}$"),
    _shape(r"^(?:pin|tweet|share) it\b[^.]{0,50}$"),
    _shape(r"^the views expressed (?:in this|here)\b"),
)
