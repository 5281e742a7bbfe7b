//! The audience protocol over HTTP: who may ask, what there is, what is answered.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::watch;
use tokio::time::timeout;

use super::events::{Body, Listener};
use super::form::Form;
use super::identity::Key;
use super::page::{self, Filled, Notice, Refused, Visit};
use super::shared::{Cast, Shared};
use super::state::Frame;
use crate::ballot::Via;
use crate::store::{NotRecorded, Recorded};

/// The most bytes of a ballot, and how long it may take to come.
const LONGEST: usize = 4 << 10;
const PATIENCE: Duration = Duration::from_secs(5);

/// The cookie that holds a participant's token, and how many seconds a browser keeps it.
const COOKIE: &str = "roundtable";
const COOKIE_AGE: u32 = 12 * 60 * 60;

/// What every answer says. Scripts and styles come from here alone, nothing is kept, nothing is embedded. A referrer
/// stays within the site: without any, browsers post with `Origin: null`.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, page::POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

type Answer = Response<Body>;

/// What answers requests.
pub(super) struct Site {
    pub(super) shared: Arc<Shared>,
    /// The names under which it is reached, each with the port.
    pub(super) hosts: Vec<String>,
    /// Whether the room is closed.
    pub(super) ends: watch::Receiver<bool>,
}

impl Site {
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Answer {
        let mut answer = match self.refusal(&request) {
            Some(refusal) => refusal,
            None => self.route(request).await,
        };
        let headers = answer.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        answer
    }

    /// Why a request is not even looked at: another name may have been made to lead here, another site may have sent it.
    fn refusal(&self, request: &Request<Incoming>) -> Option<Answer> {
        let is_ours = |host: &str| self.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host));
        let (headers, target) = (request.headers(), request.uri().authority());
        let mut hosts =
            headers.get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or(""));
        let host = hosts.next().is_some_and(is_ours) && hosts.next().is_none();
        let host = host && target.is_none_or(|target| is_ours(target.as_str()));
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let origin = origins.all(|origin| {
            let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
            origin.is_some_and(is_ours)
        });
        let wrong = if host && origin {
            return None;
        } else if host {
            "Another site sent this request: it is not answered."
        } else {
            "This room is not reached under that name: use the address on the screen."
        };
        Some(problem(request.headers(), StatusCode::FORBIDDEN, wrong))
    }

    async fn route(&self, request: Request<Incoming>) -> Answer {
        let path = request.uri().path().to_owned();
        let code = path.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("/j/"));
        let known =
            code || matches!(&*path, "/" | "/j" | "/ballot" | "/state" | "/events" | "/health");
        let asset = asset(&path);
        if !known && asset.is_none() {
            return problem(request.headers(), StatusCode::NOT_FOUND, "There is nothing here.");
        }
        let allowed = if path == "/ballot" { "POST" } else { "GET, HEAD" };
        let method = request.method();
        if !allowed.split(", ").any(|allowed| allowed == method.as_str()) {
            let wrong = StatusCode::METHOD_NOT_ALLOWED;
            let mut answer = problem(request.headers(), wrong, "That cannot be done here.");
            answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
            return answer;
        }
        if let Some((kind, text)) = asset {
            return whole(StatusCode::OK, kind, text);
        }
        match &*path {
            "/health" => whole(StatusCode::OK, "text/plain; charset=utf-8", ""),
            "/ballot" => self.ballot(request).await,
            "/" => self.home(request.headers(), request.uri().query().unwrap_or_default()).await,
            "/state" => self.state(request.headers()).await,
            "/events" => self.events(request.headers(), request.method() == Method::HEAD),
            "/j" => {
                let query = request.uri().query().unwrap_or_default().as_bytes();
                let mut typed = form_urlencoded::parse(query).filter(|(name, _)| name == "code");
                let code = typed.next().map(|(_, code)| code.into_owned());
                self.join(request.headers(), &code.unwrap_or_default())
            }
            _ => self.join(request.headers(), path.get(3..).unwrap_or_default()),
        }
    }

    /// Who asks, if they joined. They count as joined from the moment their cookie comes back.
    fn who(&self, headers: &HeaderMap) -> Option<Key> {
        let who = self.holder(headers)?;
        self.shared.join(who);
        Some(who)
    }

    fn holder(&self, headers: &HeaderMap) -> Option<Key> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|all| all.to_str().ok());
        let mut tokens = cookies.flat_map(|all| all.split(';')).filter_map(|cookie| {
            let (name, token) = cookie.trim().split_once('=')?;
            (name == COOKIE).then_some(token)
        });
        tokens.find_map(|token| self.shared.identity.holder(token))
    }

    fn join(&self, headers: &HeaderMap, typed: &str) -> Answer {
        if !self.shared.identity.code.is(typed) {
            return html(StatusCode::NOT_FOUND, self.code(Some(Refused::WrongCode)));
        }
        let mut answer = see_home();
        if self.holder(headers).is_none() {
            let token = match self.shared.identity.token() {
                Ok(token) => token,
                Err(why) => return problem(headers, StatusCode::SERVICE_UNAVAILABLE, &why),
            };
            let cookie =
                format!("{COOKIE}={token}; HttpOnly; SameSite=Lax; Path=/; Max-Age={COOKIE_AGE}");
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                answer.headers_mut().insert(header::SET_COOKIE, cookie);
            }
        }
        answer
    }

    async fn home(&self, headers: &HeaderMap, query: &str) -> Answer {
        let Some(who) = self.who(headers) else { return html(StatusCode::OK, self.code(None)) };
        let mut asked = form_urlencoded::parse(query.as_bytes());
        let slide = asked.find(|(name, _)| name == "slide").map(|(_, id)| id.into_owned());
        html(StatusCode::OK, self.page(who, slide.as_deref(), None).await)
    }

    /// The page of somebody who joined: what they asked for, or what they sent and why it is not recorded.
    async fn page(
        &self,
        who: Key,
        at: Option<&str>,
        not_recorded: Option<(Notice, Filled)>,
    ) -> String {
        let seen = self.shared.seen();
        let mine = match seen.asked() {
            Some(asked) => self.shared.mine(who, Via::Web, &asked.round).await,
            None => None,
        };
        let trail = self.shared.trail();
        page::room(&Visit {
            seen: &seen,
            trail: &trail,
            at,
            mine: mine.as_ref().map(|mine| &mine.answer),
            notice: not_recorded.as_ref().map(|(notice, _)| notice),
            filled: not_recorded.as_ref().map(|(_, filled)| filled),
            keep_days: self.shared.keep_days,
        })
    }

    /// Asks for the code.
    fn code(&self, refused: Option<Refused>) -> String {
        page::join(self.shared.seen().deck.meta.title.as_deref(), refused)
    }

    /// A ballot that is not recorded: as JSON for who wants that, else as the page with what was filled in.
    async fn not_recorded(&self, who: Key, headers: &HeaderMap, why: Unrecorded) -> Answer {
        let Unrecorded { status, why, notice, form } = why;
        if wants_json(headers) {
            return problem(headers, status, &why);
        }
        let filled = form.as_ref().map(Form::filled).unwrap_or_default();
        html(status, self.page(who, None, Some((notice, filled))).await)
    }

    async fn state(&self, headers: &HeaderMap) -> Answer {
        let Some(who) = self.who(headers) else { return not_joined(headers) };
        let frame = Frame::of(&self.shared.seen());
        let mine = match &frame.round {
            Some(round) => self.shared.mine(who, Via::Web, round).await,
            None => None,
        };
        whole(StatusCode::OK, JSON, frame.told(mine.as_ref()))
    }

    fn events(&self, headers: &HeaderMap, is_head: bool) -> Answer {
        let Some(who) = self.who(headers) else { return not_joined(headers) };
        let shared = Arc::clone(&self.shared);
        let Ok(place) = Arc::clone(&shared.places).try_acquire_owned() else {
            let why = "Too many listen already: the page works without it.";
            return problem(headers, StatusCode::SERVICE_UNAVAILABLE, why);
        };
        let (frames, ends) = (shared.listen(), self.ends.clone());
        let body = if is_head {
            Body::whole("")
        } else {
            Body::events(Listener { who, shared, frames, ends, _place: place })
        };
        typed(StatusCode::OK, "text/event-stream", body)
    }

    async fn ballot(&self, request: Request<Incoming>) -> Answer {
        let (parts, body) = request.into_parts();
        let headers = &parts.headers;
        let Some(who) = self.who(headers) else {
            return if wants_json(headers) {
                not_joined(headers)
            } else {
                html(StatusCode::FORBIDDEN, self.code(Some(Refused::NotJoined)))
            };
        };
        let may = self.shared.may_vote(who);
        let form = match read(body).await {
            Ok(body) => Form::read(&body),
            Err((status, why)) => {
                let mut answer =
                    self.not_recorded(who, headers, Unrecorded::unread(status, why)).await;
                answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                return answer;
            }
        };
        if !may {
            let mut answer = self.not_recorded(who, headers, Unrecorded::too_fast(form)).await;
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            return answer;
        }
        match self.cast(who, &form).await {
            Ok(recorded) if wants_json(headers) => {
                let text = format!("{{\"recorded\":true,\"revision\":{}}}", recorded.revision);
                whole(StatusCode::OK, JSON, text)
            }
            Ok(_) => see_home(),
            Err(why) => self.not_recorded(who, headers, Unrecorded::of(&why, form)).await,
        }
    }

    async fn cast(&self, who: Key, form: &Form) -> Result<Recorded, NotRecorded> {
        let address = form.address().map_err(NotRecorded::Invalid)?;
        let seen = self.shared.seen();
        let found = seen.votes.rounds.iter().find(|counted| counted.round.id == address.round);
        let round = &found.ok_or(NotRecorded::NotOpen)?.round;
        let answer = form.answer(&round.poll).map_err(NotRecorded::Invalid)?;
        let cast = Cast { who, via: Via::Web, answer, seq: address.seq };
        self.shared.cast(cast, round).await
    }
}

/// Why a ballot is not recorded, for those who read JSON and for those who read a page.
struct Unrecorded {
    status: StatusCode,
    why: String,
    notice: Notice,
    form: Option<Form>,
}

impl Unrecorded {
    fn of(why: &NotRecorded, form: Form) -> Self {
        let notice = match why {
            NotRecorded::NotOpen => Notice::TooLate,
            NotRecorded::NoChange => Notice::Final,
            NotRecorded::Invalid(why) => Notice::Invalid(why.clone()),
            NotRecorded::Failed(_) | NotRecorded::Busy => Notice::NotKept,
        };
        Self { status: status_of(why), why: why.to_string(), notice, form: Some(form) }
    }

    fn too_fast(form: Form) -> Self {
        let why = "That was too fast: wait a moment, then try again.".to_owned();
        let status = StatusCode::TOO_MANY_REQUESTS;
        Self { status, why, notice: Notice::TooFast, form: Some(form) }
    }

    fn unread(status: StatusCode, why: &str) -> Self {
        let is_too_long = status == StatusCode::PAYLOAD_TOO_LARGE;
        let notice = if is_too_long { Notice::TooLong } else { Notice::NotKept };
        Self { status, why: why.to_owned(), notice, form: None }
    }
}

/// A file that belongs to pages: its kind and its text.
fn asset(path: &str) -> Option<(&'static str, &'static str)> {
    match path {
        page::STYLE_PATH => Some(("text/css; charset=utf-8", page::STYLE)),
        page::SCRIPT_PATH => Some(("text/javascript; charset=utf-8", page::SCRIPT)),
        _ => None,
    }
}

fn status_of(why: &NotRecorded) -> StatusCode {
    match why {
        NotRecorded::NotOpen | NotRecorded::NoChange => StatusCode::CONFLICT,
        NotRecorded::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        NotRecorded::Failed(_) | NotRecorded::Busy => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The body of a ballot, if it is short enough and comes in time.
async fn read(body: Incoming) -> Result<Bytes, (StatusCode, &'static str)> {
    let too_long = (StatusCode::PAYLOAD_TOO_LARGE, "That is too long for a ballot.");
    if body.size_hint().lower() > LONGEST as u64 {
        return Err(too_long);
    }
    match timeout(PATIENCE, Limited::new(body, LONGEST).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_long),
        Ok(Err(_)) => Err((StatusCode::BAD_REQUEST, "The ballot broke off.")),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "The ballot took too long to come.")),
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    let mut accepted = headers.get_all(header::ACCEPT).iter().filter_map(|all| all.to_str().ok());
    accepted.any(|all| all.to_ascii_lowercase().contains(JSON))
}

fn not_joined(headers: &HeaderMap) -> Answer {
    problem(headers, StatusCode::FORBIDDEN, "You have not joined: open the address on the screen.")
}

/// A sentence, as JSON for who wants that, else as a page.
fn problem(headers: &HeaderMap, status: StatusCode, why: &str) -> Answer {
    if !wants_json(headers) {
        return html(status, page::problem(why));
    }
    let why = serde_json::to_string(why).unwrap_or_default();
    whole(status, JSON, format!("{{\"recorded\":false,\"error\":{why}}}"))
}

/// Sends a browser to the page, so that going back or loading again posts nothing twice.
fn see_home() -> Answer {
    let mut answer = whole(StatusCode::SEE_OTHER, HTML, "");
    answer.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/"));
    answer
}

fn html(status: StatusCode, text: String) -> Answer {
    whole(status, HTML, text)
}

fn whole(status: StatusCode, kind: &'static str, text: impl Into<Bytes>) -> Answer {
    typed(status, kind, Body::whole(text))
}

fn typed(status: StatusCode, kind: &'static str, body: Body) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
