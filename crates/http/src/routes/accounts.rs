//! Sessions, passwords, accounts and the persons behind them.

use std::time::Duration;

use app::desk::{Account, PersonalRecord};
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use programme::command::{Action, Actor, Command};
use programme::ids::{CommandId, Digest, PersonId, UserId};
use programme::people::Role;
use programme::people::rights::Right;
use units::Text;

use super::Route;
use super::commands::{Key, receipt};
use crate::Shared;
use crate::caller::{AnyCaller, COOKIE_NAME, Caller, Given, Named};
use crate::password::{Password, is_right};
use crate::problem::Problem;
use crate::read::Reader;
use crate::wire::{
    FirstPassword, HeldRole, Login, Me, NewAccount, NewUser, Opened, PasswordChange, Person,
    PersonRecord,
};

/// Wrong passwords in a row that an account takes before it is locked.
const FAILURES_MAX: i64 = 5;
/// For how long it is locked then, and longer with each further one.
const LOCKED: Duration = Duration::from_secs(60);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/session", open, ("登录", "Log in"))
            .open()
            .takes::<Login>()
            .answers::<Opened>(StatusCode::OK),
        Route::get("/api/v1/session", me, ("当前账号与角色", "Who is logged in, in which roles"))
            .answers::<Me>(StatusCode::OK),
        Route::delete("/api/v1/session", close, ("退出登录", "Log out")),
        Route::post("/api/v1/password", change, ("更改口令", "Change the own password"))
            .takes::<PasswordChange>(),
        Route::post("/api/v1/users", register, ("开通账号", "Open an account for a person"))
            .header::<CommandId>("Idempotency-Key", Key::SAYS, true)
            .takes::<NewUser>()
            .answers::<NewAccount>(StatusCode::OK),
        Route::post(
            "/api/v1/users/{user}/password",
            reset,
            ("重置口令", "Give an account a new first password"),
        )
        .at::<UserId>("user")
        .answers::<FirstPassword>(StatusCode::OK),
        Route::get(
            "/api/v1/users/{user}/person",
            person,
            (
                "账号背后的个人信息",
                "The personal record behind an account, masked where not allowed",
            ),
        )
        .at::<UserId>("user")
        .answers::<Person>(StatusCode::OK),
        Route::delete(
            "/api/v1/persons/{person}",
            erase,
            ("删除个人信息", "Erase a personal record; the journal keeps its commitment"),
        )
        .at::<PersonId>("person")
        .header::<CommandId>("Idempotency-Key", Key::SAYS, true),
    ]
}

async fn open(
    State(server): State<Shared>,
    Given(login): Given<Login>,
) -> Result<impl IntoResponse, Problem> {
    let now = server.desk.now();
    let account = server.accounts.account(&login.user).await?;
    if let Some(account) = &account {
        locked(account, now.0)?;
    }
    let kept = account.as_ref().map(|account| account.hash.clone());
    let text = login.password;
    let right = server.hash(move || is_right(&text, kept.as_deref())).await;
    let (Some(account), Some(true)) = (&account, right) else {
        if let Some(account) = &account {
            note_failure(&server, &login.user, account.failures + 1, now.0).await?;
        }
        let text = Text::new("账号或口令不对", "account or password are not right");
        let remedy = Text::new("重试，或请管理员重置口令", "try again, or ask for a new password");
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "wrong_password", text, remedy));
    };
    let begun = begin_session(&server, &login.user, false).await?;
    let opened =
        Opened { token: begun.token, until: begun.until, must_change: account.must_change };
    Ok(([(SET_COOKIE, begun.cookie)], Json(opened)))
}

/// Refuses an account that is locked.
pub(super) fn locked(account: &Account, now: i64) -> Result<(), Problem> {
    if now >= account.locked_until {
        return Ok(());
    }
    let wait_s = u64::try_from((account.locked_until - now) / 1000).unwrap_or(0);
    Err(Problem::too_many(wait_s + 1))
}

/// A session that was opened.
pub(super) struct Begun {
    pub(super) token: String,
    /// [ms since 1970]
    pub(super) until: i64,
    /// What the browser keeps.
    pub(super) cookie: HeaderValue,
}

/// Opens a session for `user`, who showed who they are: by their password or by a provider.
pub(super) async fn begin_session(
    server: &Shared,
    user: &UserId,
    by_provider: bool,
) -> Result<Begun, Problem> {
    let (token, now) = (token()?, server.desk.now().0);
    let until = now + i64::from(server.config.session_hours) * 3_600_000;
    let kept = server.desk.suite().digest(token.as_bytes());
    server.accounts.open_session(user, kept, (now, until), by_provider).await?;
    let secure = if server.config.is_https { "; Secure" } else { "" };
    let seconds = i64::from(server.config.session_hours) * 3_600;
    let cookie = format!(
        "{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}"
    );
    let cookie = HeaderValue::from_str(&cookie).map_err(|_| Problem::no_session())?;
    Ok(Begun { token, until, cookie })
}

async fn note_failure(
    server: &Shared,
    user: &UserId,
    failures: i64,
    now: i64,
) -> Result<(), Problem> {
    let over = failures - FAILURES_MAX;
    let lock_ms = i64::try_from(LOCKED.as_millis()).unwrap_or(i64::MAX);
    let locked_until = if over < 0 { 0 } else { now + lock_ms * (over + 1).min(60) };
    server.accounts.note_failures(user, failures, locked_until).await?;
    Ok(())
}

/// 32 random bytes in hexadecimal digits.
pub(super) fn token() -> Result<String, Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| no_randomness())?;
    Ok(Digest(bytes).to_string())
}

fn no_randomness() -> Problem {
    let text = Text::new("系统没有随机数源", "the system has no randomness");
    let remedy = Text::new("请运维人员处理", "tell the operator");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", text, remedy)
}

async fn me(State(server): State<Shared>, AnyCaller(caller): AnyCaller) -> Json<Me> {
    let me = server.desk.read(|state| {
        let reader = Reader::of(state, &caller.user, server.desk.today(state));
        Me {
            organisation: state.people().user(&caller.user).map(|user| user.organisation.clone()),
            roles: reader.actors().iter().map(HeldRole::from).collect(),
            must_change: caller.must_change,
            user: caller.user.clone(),
        }
    });
    Json(me)
}

async fn close(
    State(server): State<Shared>,
    AnyCaller(caller): AnyCaller,
) -> Result<impl IntoResponse, Problem> {
    server.accounts.end_session(caller.token).await?;
    let cookie = format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]))
}

async fn change(
    State(server): State<Shared>,
    AnyCaller(caller): AnyCaller,
    Given(change): Given<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let account = server.accounts.account(&caller.user).await?;
    let kept = account.map(|account| account.hash);
    let old = change.old;
    if server.hash(move || is_right(&old, kept.as_deref())).await != Some(true) {
        let text = Text::new("现口令不对", "the present password is not right");
        let remedy = Text::new("重试", "try again");
        return Err(Problem::new(StatusCode::FORBIDDEN, "wrong_password", text, remedy));
    }
    let new = Password::new(caller.user.as_str(), &change.new)
        .map_err(|error| Problem::bad("new", error.text()))?;
    let hash = hashed(&server, new).await?.1;
    server.accounts.set_password(&caller.user, &hash, false).await?;
    // Whoever else used the account has to log in again.
    server.accounts.end_other_sessions(&caller.user, caller.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn hashed(server: &Shared, password: Password) -> Result<(String, String), Problem> {
    let work = move || Some((password.as_str().to_owned(), password.hash()?));
    server.hash(work).await.flatten().ok_or_else(no_randomness)
}

fn administrator(user: &UserId) -> Actor {
    Actor { user: user.clone(), role: Role::Administrator, on_behalf_of: None }
}

/// Keeps the record, registers the account under its commitment, and gives it a first password.
async fn register(
    State(server): State<Shared>,
    caller: Caller,
    Key(id): Key,
    Given(new): Given<NewUser>,
) -> Result<Json<NewAccount>, Problem> {
    if new.record.name.trim().is_empty() {
        let text = Text::new("须写明姓名", "expected a name");
        return Err(Problem::bad("record.name", text));
    }
    allowed(&server, &caller, Right::RegisterUser)?;
    let record = serde_json::to_string(&new.record).unwrap_or_default();
    // The same request again has the same salt, so that it is the same command.
    let salt = match server.accounts.person(&new.person).await? {
        Some(kept) if kept.record == record => kept.salt,
        Some(_) => {
            let text = Text::new(
                format!("人员 {} 已有另一份个人信息", new.person),
                format!("there is another record of the person {}", new.person),
            );
            let remedy = Text::new("核对人员编号", "check the person's id");
            return Err(Problem::new(StatusCode::CONFLICT, "exists", text, remedy));
        }
        None => {
            let mut salt = [0; 32];
            getrandom::fill(&mut salt).map_err(|_| no_randomness())?;
            let kept = PersonalRecord { salt, record: record.clone() };
            server.accounts.keep_person(&new.person, &kept).await?;
            salt
        }
    };
    let commitment = server.desk.suite().commitment(&salt, record.as_bytes());
    let action = Action::RegisterUser {
        user: new.user.clone(),
        organisation: new.organisation,
        person: new.person.clone(),
        commitment,
    };
    let command =
        Command { id: id.clone(), actor: administrator(&caller.user), expected: None, action };
    let got = server.desk.submit(command).await?;
    let password = match server.accounts.account(&new.user).await? {
        Some(_) => None,
        None => {
            let password = Password::random().map_err(|_| no_randomness())?;
            let (password, hash) = hashed(&server, password).await?;
            server.accounts.set_password(&new.user, &hash, true).await?;
            Some(password)
        }
    };
    Ok(Json(NewAccount { receipt: receipt(id, &got), password }))
}

pub(super) fn allowed(server: &Shared, caller: &Caller, right: Right) -> Result<(), Problem> {
    let may = server
        .desk
        .read(|state| Reader::of(state, &caller.user, server.desk.today(state)).has(state, right));
    if may { Ok(()) } else { Err(Problem::forbidden()) }
}

/// Refuses an account that nobody registered.
pub(super) fn known(server: &Shared, user: &UserId) -> Result<(), Problem> {
    let is_known = server.desk.read(|state| state.people().user(user).is_some());
    if is_known { Ok(()) } else { Err(Problem::not_found()) }
}

async fn reset(
    State(server): State<Shared>,
    caller: Caller,
    Named(user): Named<UserId>,
) -> Result<Json<FirstPassword>, Problem> {
    allowed(&server, &caller, Right::RegisterUser)?;
    known(&server, &user)?;
    let password = Password::random().map_err(|_| no_randomness())?;
    let (password, hash) = hashed(&server, password).await?;
    server.accounts.set_password(&user, &hash, true).await?;
    server.accounts.end_sessions(&user).await?;
    Ok(Json(FirstPassword { user, password }))
}

async fn person(
    State(server): State<Shared>,
    caller: Caller,
    Named(user): Named<UserId>,
) -> Result<Json<Person>, Problem> {
    let found = server.desk.read(|state| {
        let of = state.people().user(&user)?;
        let reader = Reader::of(state, &caller.user, server.desk.today(state));
        let is_own = user == caller.user;
        let same_office = state.people().user(&caller.user).map(|one| &one.organisation)
            == Some(&of.organisation);
        let applications = state.applications().values();
        let about = |right| {
            let theirs = applications.clone().filter(|one| one.beneficiary == of.organisation);
            theirs.into_iter().any(|one| reader.may(state, right, one))
        };
        let sees =
            is_own || same_office || reader.has(state, Right::RegisterUser) || about(Right::Read);
        let clear = is_own || reader.has(state, Right::ReadPersonal) || about(Right::ReadPersonal);
        (sees || clear).then(|| (of.person.clone(), clear))
    });
    let (person, clear) = found.ok_or_else(Problem::not_found)?;
    let kept = server.accounts.person(&person).await?.ok_or_else(Problem::not_found)?;
    let record: PersonRecord =
        serde_json::from_str(&kept.record).map_err(|_| Problem::not_found())?;
    if !clear {
        return Ok(Json(Person { person, record: masked(&record), masked: true }));
    }
    server.accounts.note_reading(server.desk.now().0, &caller.user, &person).await?;
    Ok(Json(Person { person, record, masked: false }))
}

/// The family name, and the last digits of a number.
fn masked(record: &PersonRecord) -> PersonRecord {
    let tail = |text: &String| {
        let letters: Vec<char> = text.chars().collect();
        let shown = letters.len().min(4) / 2;
        let hidden = letters.len() - shown;
        "*".repeat(hidden) + &letters.iter().skip(hidden).collect::<String>()
    };
    let first: String = record.name.chars().take(1).collect();
    PersonRecord {
        name: format!("{first}**"),
        phone: record.phone.as_ref().map(tail),
        email: record.email.as_ref().map(|_| "***".to_owned()),
    }
}

async fn erase(
    State(server): State<Shared>,
    caller: Caller,
    Key(id): Key,
    Named(person): Named<PersonId>,
) -> Result<StatusCode, Problem> {
    let action = Action::ErasePerson { person: person.clone() };
    let command = Command { id, actor: administrator(&caller.user), expected: None, action };
    server.desk.submit(command).await?;
    server.accounts.erase_person(&person).await?;
    let of_person = server.desk.read(|state| {
        let theirs = state.people().users().filter(|user| user.person == person);
        theirs.map(|user| user.user.clone()).collect::<Vec<_>>()
    });
    // Who they are for a provider is personal too.
    for user in of_person {
        server.accounts.tie(&user, None, &caller.user, server.desk.now().0).await?;
        server.accounts.end_sessions(&user).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
