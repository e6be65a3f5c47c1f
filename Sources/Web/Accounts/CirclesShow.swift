import Access
import Accounts
import HTML
import Journal
import Storage
import Vault

/// Who holds the keys of some circles, the sheets that bring them back, and what waits for a holder.
struct CirclesShow: Component {
    struct Holder: Sendable {
        let account: AccountProfile
        let duties: [CircleDuty]
        let isCurrent: Bool
    }

    let desk: CircleDesk
    let visit: Visit
    let states: [CircleState]
    let holders: [Holder]
    let candidates: [AccountProfile]
    private let organizations: Names
    let typed: Typed?
    let problems: [Refusal.Problem]

    init(_ desk: CircleDesk, _ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []) throws {
        self.desk = desk
        self.visit = visit
        self.typed = typed
        self.problems = problems
        let states = try desk.seats(visit.reader()).compactMap { try CircleState.find($0, connection) }
        self.states = states
        var found: [ID<Account>: Holder] = [:]
        for state in states {
            for holder in state.holders {
                let known = found[holder.account.id]
                found[holder.account.id] = Holder(
                    account: holder.account, duties: (known?.duties ?? []) + [state.circle.duty], isCurrent: (known?.isCurrent ?? true) && holder.isCurrent)
            }
        }
        holders = found.values.sorted { ($0.account.displayName, $0.account.id) < ($1.account.displayName, $1.account.id) }
        let candidates = try desk.candidates(visit.reader())
        self.candidates = try connection.all(
            AccountProfile.self, "WHERE closed_on IS NULL AND \(candidates.sql) ORDER BY sort, id LIMIT 200", candidates.values
        ).map(\.record).filter { account in
            guard let roles = try? Set(connection.assignments(of: account.id).map(\.record.role)) else { return false }
            return states.contains { !$0.circle.duty.roles.isDisjoint(with: roles) && !$0.isHeld(by: account.id) }
        }
        organizations = try Names(visit, connection, ids: (self.candidates + holders.map(\.account)).map { $0.organization?.cast() })
    }

    private var say: Say { visit.say }
    private var mayEdit: Bool { visit.may(desk.edit) }
    private var isHolder: Bool { (try? visit.reader().account).map { account in states.allSatisfy { $0.isHeld(by: account) } } ?? false }
    func mayTakeOut(_ account: ID<Account>) -> Bool { mayEdit && (!desk.isOfSeveral || isHolder || visit.session?.reader.account == account) }
    private var recovery: CircleRecovery? { states.last?.recovery }

    var body: some Markup {
        if !problems.allSatisfy({ $0.field != nil }) || problems.contains(where: { $0.field == "account" }) { ErrorSummary(say: say, problems: problems) }
        if states.isEmpty || states.count < ((try? desk.seats(visit.reader()).count) ?? 0) { beginning } else { standing }
    }

    @MarkupBuilder private var beginning: some Markup {
        div(.class("empty")) {
            p(say(desk.words.beginning))
            p(say(desk.words.rule))
        }
        if mayEdit {
            ActButton(visit: visit, action: desk.paths.page(), label: say("Tirer les clés", en: "Draw the keys"), style: "primary")
        } else {
            p(say("Demandez à votre superviseur.", en: "Ask your supervisor."))
        }
    }

    @MarkupBuilder private var standing: some Markup {
        if states.allSatisfy(\.canSeal) {
            div(.class("notice")) { p(say(desk.words.ready)) }
        } else {
            div(.class("note")) { p(say(desk.words.notReady)) }
        }
        if states.contains(where: \.needsRenewal) {
            div(.class("note")) {
                p(
                    say(
                        "Quelqu’un est parti : une nouvelle clé attend la prochaine session d’un détenteur.",
                        en: "Someone has left: a new key waits for the next session of a holder."))
                if isHolder {
                    ActButton(visit: visit, action: desk.paths.renewal(), label: say("Tirer la nouvelle clé", en: "Draw the new key"), style: "primary")
                }
            }
        }
        if states.contains(where: { !$0.unsigned.isEmpty }) {
            div(.class("errors"), .role("alert")) {
                p(
                    say(
                        "Une clé qui n’est pas signée par la précédente est arrivée. Rien n’est scellé : prévenez l’administrateur.",
                        en: "A key that the one before did not sign has arrived. Nothing is sealed: tell the administrator."))
            }
        }
        h2(say("Détenteurs", en: "Holders"))
        ul(.class("todo")) { Each(holders) { holder($0) } }
        if mayEdit && isHolder { adding }
        h2(say("Feuilles de secours", en: "Recovery sheets"), .id("trial"))
        sheets
        details {
            summary(say("Les six mots de chaque clé", en: "The six words of each key"))
            Each(states) { state in
                p {
                    strong("\(say(state.circle.duty.label)) : "); state.key.fingerprint.joined(separator: " ")
                }
            }
            p(
                say(
                    "Comparez-les de vive voix avec un autre détenteur ; ils doivent être les mêmes.",
                    en: "Compare them aloud with another holder; they must be the same."), .class("soft"))
        }
    }

    private func holder(_ holder: Holder) -> some Markup {
        li {
            div {
                holder.account.displayName
                p(desk.isOfSeveral ? organizations[holder.account.organization] : holder.duties.map { say($0.label) }.joined(separator: ", "), .class("soft"))
                if !holder.isCurrent {
                    p(
                        say("Clé changée depuis : un détenteur doit l’ajouter à nouveau.", en: "Key changed since: a holder must add them again."),
                        .class("soft"))
                }
            }
            if mayTakeOut(holder.account.id) {
                ActButton(
                    visit: visit, action: desk.paths.departure(holder.account.id), label: say("Retirer", en: "Remove"), about: holder.account.displayName,
                    style: "plain")
            }
        }
    }

    @MarkupBuilder private var adding: some Markup {
        let problem = problems.first { $0.field == "account" }
        if candidates.isEmpty {
            p(say("Tous ceux dont c’est le rôle tiennent déjà leurs clés.", en: "All whose role it is hold their keys already."), .class("soft"))
        } else {
            form(.method(.post), .action(desk.paths.members()), .class("sheet")) {
                HiddenFields(visit: visit)
                div(.class(problem == nil ? "field" : "field wrong")) {
                    label(say("Ajouter un détenteur", en: "Add a holder"), .for("f-account"))
                    p(say(desk.words.adding), .class("hint"), .id("f-account-hint"))
                    if let problem { p(say(problem.text), .class("error"), .id("f-account-error")) }
                    select(.id("f-account"), .name("account"), .aria("describedby", "f-account-hint")) {
                        option(say("Choisir…", en: "Choose…"), .value(""))
                        Each(candidates) {
                            option(desk.isOfSeveral ? "\($0.displayName) – \(organizations[$0.organization])" : $0.displayName, .value($0.id.description))
                        }
                    }
                }
                div(.class("actions")) { button(say("Ajouter", en: "Add"), .class("primary"), .type(.submit)) }
            }
        }
    }

    @MarkupBuilder private var sheets: some Markup {
        p(
            say(
                "Trois feuilles de papier, dont deux rendent les clés quand plus personne ne peut les ouvrir : phrases de passe oubliées, départs, arrestation.",
                en: "Three sheets of paper, any two of which bring back the keys when nobody can open them any more: forgotten passphrases, departures, arrest."
            ))
        if let recovery {
            p(.class("soft")) {
                recovery.printedOn.map { say("Imprimées le \(Dates.long($0, .french)).", en: "Printed on \(Dates.long($0, .english)).") } ?? ""
                " "
                recovery.triedOn.map { say("Essayées le \(Dates.long($0, .french)).", en: "Tried on \(Dates.long($0, .english)).") }
                    ?? say("Jamais essayées : elles ne comptent pas encore.", en: "Never tried: they do not count yet.")
            }
        } else {
            p(say("Aucune feuille n’a été imprimée.", en: "No sheet has been printed."), .class("soft"))
        }
        if mayEdit && isHolder {
            if recovery != nil { entering(say("Essayer deux feuilles", en: "Try two sheets"), desk.paths.trial()) }
            ActButton(
                visit: visit, action: desk.paths.sheets(),
                label: recovery == nil
                    ? say("Imprimer les trois feuilles", en: "Print the three sheets") : say("Imprimer de nouvelles feuilles", en: "Print new sheets"),
                style: recovery == nil ? "primary" : "secondary")
            if recovery != nil { p(say("Les anciennes n’ouvriront alors plus rien.", en: "The old ones will then open nothing any more."), .class("soft")) }
        } else if mayEdit && recovery != nil {
            entering(say("Reprendre les clés avec deux feuilles", en: "Take up the keys with two sheets"), desk.paths.recovery())
        }
    }

    private func entering(_ text: String, _ action: Address) -> some Markup {
        let fields = [("first_sheet", say("Première feuille", en: "First sheet")), ("second_sheet", say("Deuxième feuille", en: "Second sheet"))]
        return form(.method(.post), .action(action), .class("sheet")) {
            HiddenFields(visit: visit)
            Each(fields) { field in
                let problem = problems.first { $0.field == field.0 }
                div(.class(problem == nil ? "field" : "field wrong")) {
                    label(field.1, .for("f-\(field.0)"))
                    if let problem { p(say(problem.text), .class("error"), .id("f-\(field.0)-error")) }
                    input(
                        .id("f-\(field.0)"), .name(field.0), .type(.text), .class("code"), .maxlength(60), .autocomplete("off"), .value(typed?[field.0] ?? ""),
                        .aria("invalid", problem == nil ? nil : "true"))
                }
            }
            div(.class("actions")) { button(text, .class("secondary"), .type(.submit)) }
        }
    }
}
