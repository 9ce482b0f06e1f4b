//! The first steps of a desk that nobody has an account on yet.

use app::Failure;
use app::desk::{Desk, PersonalRecord, SubmitError};
use programme::Prose;
use programme::command::{Action, Actor, Command};
use programme::ids::{CommandId, PersonId, UserId};
use programme::people::{OrgCode, Role};
use units::Text;

use crate::password::Password;
use crate::wire::PersonRecord;

/// Who founds a desk.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The office that runs it.
    pub organisation: OrgCode,
    /// Its name.
    pub name: Prose,
    /// The account of the first administrator.
    pub user: UserId,
    /// The person behind it, under a pseudonym.
    pub person: PersonId,
    /// The person's name, kept apart.
    pub person_name: String,
}

/// Founds `desk` and answers the first administrator's password, to be changed at the first login.
///
/// # Errors
/// [`Failure::Request`] where the desk is founded already or the command is refused,
/// [`Failure::Store`] where the database cannot be written.
pub async fn found(desk: &Desk, founding: Founding) -> Result<String, Failure> {
    let Founding { organisation, name, user, person, person_name } = founding;
    if desk.root().0 > 0 {
        return Err(Failure::Request(Text::new("机构已建立", "the desk is founded already")));
    }
    let no_randomness =
        || Failure::Request(Text::new("系统没有随机数源", "the system has no randomness"));
    let mut salt = [0; 32];
    getrandom::fill(&mut salt).map_err(|_| no_randomness())?;
    let record = PersonRecord { name: person_name, phone: None, email: None };
    let record = serde_json::to_string(&record).unwrap_or_default();
    let suite = desk.suite();
    let commitment = suite.commitment(&salt, record.as_bytes());
    let accounts = desk.accounts();
    accounts.keep_person(&person, &PersonalRecord { salt, record }).await?;
    let password = Password::random().map_err(|_| no_randomness())?;
    let hash = password.hash().ok_or_else(no_randomness)?;
    accounts.set_password(&user, &hash, true).await?;
    let id = CommandId::new("founding")
        .map_err(|cause| Failure::Request(Text::same(cause.to_string())))?;
    let actor = Actor { user, role: Role::Administrator, on_behalf_of: None };
    let action = Action::Found { organisation, name, person, commitment, suite };
    let command = Command { id, actor, expected: None, action };
    desk.submit(command).await.map_err(|error: SubmitError| Failure::Request(error.text()))?;
    Ok(password.as_str().to_owned())
}
