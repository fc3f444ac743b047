"""The shapes of furniture lines: whole, or anchored where they begin or end."""

import re


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


LIST_HEADS = _shape(
    r"(?:most|top|trending|latest|popular|recommended|related|editors?'?s?'?) ?"
    r"(?:popular|read|viewed|shared|commented|watched|news|stories|articles|topics|posts|picks|content|links|videos"
    r"|reading|headlines|now|for you|stories for you)"
    r"(?: (?:in|on|today|now|this) ?[\w ]{0,20}| today| now)?"
    r"|top \w{0,15} ?(?:news|stories)(?: today)?|trending|recommended|read next|up next"
    r"|what to read next|see also"
    r"|you (?:might|may) also (?:like|be interested in)|more (?:from|in|on|about) [\w' ]{2,40}"
    r"|more [\w']{3,20} (?:news|stories|headlines|coverage)|more [\w ]{3,30} you'll love"
    r"|explore more(?: on these topics)?|also from this source|from around the web"
    r"|keep reading|further reading"
    r"|most read|in case you missed it|don't miss|must read|also read|read also|related"
    r"|meistgelesen|das könnte sie auch interessieren|mehr zum thema"
    r"|à lire aussi|les plus lus|lo más leído"
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
    _shape(
        r"(?:^|[.!?] )(?-i:Join) (?:more than |over )?\d[\d,.]*k?"
        r" (?:readers|subscribers|followers)\b"
    ),
    _shape(
        r"^(?:subscribe|sign up|join|get|try|start|become)\b.*"
        r"\b(?:cancel|unsubscribe) (?:at )?any ?time\b"
    ),
    _shape(
        r"\b(?:leave (?:a|your) comment|have your say|let us know)\b.{0,15}\b(?:below|comments)\b"
    ),
    _shape(
        r"(?:^|[.!?] )(?-i:Subscribe|Donate|Support us|Sign up|Register) (?:now|today|here)\b"
        r"[^.]{0,60}\.?$"
    ),
    _shape(r"^newsletters?\b.{0,40}: subscribe (?:here|now)$"),
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
    r"\b(?:follow|join|like|support|find) us\b"
    r"|\bour (?:[\w-]+ ){0,3}(?:newsletters?|apps?|channels?|briefing|alerts?|pages?|podcasts?"
    r"|community|bookshop|letter|journalism|website|mailing list)\b"
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
