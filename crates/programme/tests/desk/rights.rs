//! Every cell of the one table of rights, and every cell that is not in it.

use programme::command::{Action, Actor, Mode, Move};
use programme::ids::{DistrictId, GrantId};
use programme::people::Role;
use programme::people::rights::{During, RIGHTS, Reach, Right};
use programme::{Refusal, may};

use crate::world::{BEIJING, OTHER_OWNER, STAFF, World, application, date, opening, user};

/// An application in its first stage, one in a stage of each answering role, and one that ended.
struct Scene {
    world: World,
}

impl Scene {
    fn new() -> Self {
        let mut world = World::new();
        world.programme("prog", BEIJING);
        world.open("owner", "running", "prog", Mode::InvestmentSubsidy, "S-1");
        world.done(
            "rival",
            opening("ended", "prog", Mode::InvestmentSubsidy, &[("S-2", OTHER_OWNER, 77)]),
        );
        for (name, role) in
            [("expert", Role::Expert), ("verifier", Role::Verifier), ("bank", Role::Bank)]
        {
            for id in ["running", "ended"] {
                world.on("city", id, Move::Appoint { user: user(name), role });
            }
        }
        world.on("rival", "ended", Move::Withdraw { reason: crate::world::prose("撤回") });
        Self { world }
    }

    fn may(&self, name: &str, role: Role, right: Right, id: &str) -> Result<(), Refusal> {
        let actor = Actor { user: user(name), role, on_behalf_of: None };
        may(&self.world.state, &actor, right, Some(&application(id)), self.world.today)
    }
}

/// What the table says by the definition of its columns, worked out anew for each cell.
fn expected(right: Right, role: Role, name: &str, ended: bool) -> bool {
    let stage_role = Role::DistrictOfficer;
    RIGHTS.iter().any(|(cell_right, cell_role, reach, during)| {
        let reaches = match reach {
            Reach::All => true,
            Reach::Own => name == if ended { "rival" } else { "owner" },
            Reach::District => name.starts_with("district"),
            Reach::Department => name != "treasury",
            Reach::Appointed => ["expert", "verifier", "bank"].contains(&name),
        };
        let in_time = match during {
            During::Always => true,
            During::Running => !ended,
            During::Ended => ended,
            During::Answering => !ended && role == stage_role,
        };
        *cell_right == right && *cell_role == role && reaches && in_time
    })
}

#[test]
fn every_right_role_owner_and_stage() {
    let scene = Scene::new();
    let mut allowed = 0;
    let mut refused = 0;
    for right in Right::ALL {
        for (name, _, role, _) in STAFF {
            for id in ["running", "ended"] {
                let found = scene.may(name, *role, right, id);
                let wanted = expected(right, *role, name, id == "ended");
                assert_eq!(found.is_ok(), wanted, "{right:?} {name} {id}: {found:?}");
                if wanted { allowed += 1 } else { refused += 1 }
            }
        }
    }
    // Neither everything nor nothing: the numbers change with the table alone.
    assert_eq!(allowed + refused, Right::ALL.len() * STAFF.len() * 2);
    assert!(allowed > 200 && refused > 1_500, "{allowed} {refused}");
}

/// Nobody acts in a role that they do not hold, whatever the table says.
#[test]
fn a_role_is_held_or_not() {
    let scene = Scene::new();
    for right in Right::ALL {
        for (name, _, own, _) in STAFF {
            for role in Role::ALL.into_iter().filter(|role| role != own) {
                assert!(scene.may(name, role, right, "running").is_err());
            }
        }
    }
}

#[test]
fn the_table_names_no_cell_twice_and_gives_every_right_to_someone() {
    let mut cells: Vec<_> = RIGHTS.iter().map(|(right, role, ..)| (right, role)).collect();
    cells.sort();
    let count = cells.len();
    cells.dedup();
    assert_eq!(cells.len(), count);
    for right in Right::ALL {
        assert!(RIGHTS.iter().any(|(cell, ..)| *cell == right), "{right:?}");
    }
    // The administrator of accounts has no part in any application, and no hand on money.
    let administers = |right: &Right| {
        !matches!(
            right,
            Right::RegisterOrganisation
                | Right::RegisterUser
                | Right::GrantRole
                | Right::RevokeRole
                | Right::ErasePerson
        )
    };
    assert!(
        !RIGHTS.iter().any(|(right, role, ..)| *role == Role::Administrator && administers(right))
    );
}

/// A second district's grant opens that district and no other.
#[test]
fn districts_are_apart() {
    let mut scene = Scene::new();
    let read =
        |scene: &Scene| scene.may("other-district", Role::DistrictOfficer, Right::Read, "running");
    assert!(read(&scene).is_err());
    scene.world.done(
        "admin",
        Action::GrantRole {
            grant: GrantId::new("second").unwrap(),
            user: user("other-district"),
            role: Role::DistrictOfficer,
            district: Some(DistrictId::new("xicheng").unwrap()),
            department: None,
            from: date("2024-03-04"),
            to: Some(date("2024-03-04")),
        },
    );
    assert!(read(&scene).is_ok());
    scene.world.days(1);
    assert!(read(&scene).is_err());
}
