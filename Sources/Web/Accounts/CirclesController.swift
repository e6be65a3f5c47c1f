import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Storage
import Synchronization
import Vault

/// The keys of an organisation's case files: who holds them, the sheets that bring them back, and what waits for a holder.
enum CirclesController {
    static let routes: [Route] = [
        .get(.circles, .permission(.circleShow)) { visit, connection in try page(visit, connection) },
        .post(.circles, .permission(.circleEdit)) { visit, typed in
            try await act(visit, typed, .caseCirclesCreate) { seats, keys, act, day in
                for seat in seats { try Circles.create(seat, by: keys, in: act, on: day) }
            }
        },
        .post(.circleMembers, .permission(.circleEdit), add),
        .post(.circleDeparture, .permission(.circleEdit)) { visit, typed in
            let account = try visit.id(Account.self)
            try await visit.site.store.read { connection in
                guard try CirclesShow(visit, connection).holders.contains(where: { $0.account.id == account }) else { throw Failure.notFound }
            }
            let isSelf = try visit.reader().account == account
            let reply = try await act(visit, typed, .caseCirclesLeave) { _, _, act, day in try Circles.leave(account, in: act, on: day) }
            return isSelf ? .redirect(SitePath.signIn(), cookies: [.cleared(.session)]) : reply
        },
        .post(.circleRenewal, .permission(.circleShow)) { visit, typed in
            try await act(visit, typed, .caseCirclesRenew) { seats, keys, act, day in
                for seat in seats where try CircleState.find(seat, act.connection)?.needsRenewal == true { try Circles.renew(seat, by: keys, in: act, on: day) }
            }
        },
        .post(.recoverySheets, .permission(.circleEdit), printSheets),
        .post(.recoveryTrial, .permission(.circleEdit)) { visit, typed in
            try await act(visit, typed, .recoveryTry) { seats, _, act, day in
                try Circles.tryRecovery(of: seats, typed["first_sheet"], typed["second_sheet"], in: act, on: day)
            }
        },
        .post(.recovery, .permission(.circleEdit)) { visit, typed in
            try await act(visit, typed, .recoveryUse) { seats, keys, act, day in
                try Circles.recover(seats, typed["first_sheet"], typed["second_sheet"], by: keys, in: act, on: day)
            }
        },
    ]

    static let title = Phrase("Clés des dossiers", en: "Keys of case files")

    private static func page(_ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []) throws -> Reply {
        let show = try CirclesShow(visit, connection, typed: typed, problems: problems)
        return visit.page(
            visit.say(title), lede: visit.say("Qui peut ouvrir les dossiers de votre organisation.", en: "Who can open the case files of your organisation."), trail: Registers.trail(visit),
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) { show }
    }

    private static func act(
        _ visit: Visit, _ typed: Typed, _ name: ActName, _ body: @escaping @Sendable ([CircleSeat], MemberKeys, Act, Day) throws -> Void
    ) async throws -> Reply {
        let keys = try visit.memberKeys()
        let seats = CircleSeat.ofCases(of: try visit.reader().organization)
        let today = visit.today
        do {
            return .done(try await visit.perform(name, typed) { try body(seats, keys, $0, today) }, at: SitePath.circles())
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(visit, $0, typed: typed, problems: refusal.problems) }
        }
    }

    /// Gives someone the keys that their roles are for, of those they lack.
    private static func add(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        guard let account = ID<Account>(typed["account"]) else {
            let problem = Refusal.Problem("account", Phrase("Choisissez la personne à ajouter.", en: "Choose whom to add."))
            return try await visit.site.store.read { try page(visit, $0, problems: [problem]) }
        }
        return try await act(visit, typed, .caseCirclesAdd) { seats, keys, act, day in
            let roles = Set(try act.connection.assignments(of: account).map(\.record.role))
            let fitting = try seats.filter { seat in
                try !seat.duty.roles.isDisjoint(with: roles) && CircleState.find(seat, act.connection)?.isHeld(by: account) != true
            }
            // Of someone who fits nothing, the first circle says why.
            for seat in fitting.isEmpty ? Array(seats.prefix(1)) : fitting { try Circles.add(account, to: seat, by: keys, in: act, on: day) }
        }
    }

    /// Draws the three sheets and shows them, once.
    private static func printSheets(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let keys = try visit.memberKeys()
        let seats = CircleSeat.ofCases(of: try visit.reader().organization)
        let today = visit.today
        let drawn = Mutex<[RecoverySheet]>([])
        do {
            let outcome = try await visit.perform(.recoveryDraw, typed) { act in
                let sheets = try Circles.drawRecovery(of: seats, by: keys, in: act, on: today)
                drawn.withLock { $0 = sheets }
            }
            // Sent twice: the sheets that count are those that the first answer showed.
            guard !outcome.isRepeat else { return .redirect(SitePath.circles()) }
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(visit, $0, problems: refusal.problems) }
        }
        let sheets = drawn.withLock { $0 }
        let say = visit.say
        return visit.page(
            say("Trois feuilles de secours", en: "Three recovery sheets"),
            lede: say("Deux d’entre elles, n’importe lesquelles, rendent les clés des dossiers.", en: "Any two of them bring back the keys of the case files."),
            trail: Registers.trail(visit, of: .circles)
        ) {
            p(say("Elles ne sont montrées qu’une fois. Imprimez cette page, coupez-la, et confiez chaque feuille à une personne différente, hors du bureau.", en: "They are shown only once. Print this page, cut it, and entrust each sheet to a different person, away from the office."), .class("note"))
            Each(sheets) { sheet in
                div(.class("card shown-once")) {
                    h2(say("Feuille \(sheet.number)", en: "Sheet \(sheet.number)"))
                    p(sheet.text, .class("code"))
                    p(say("Génération du \(Dates.long(today, .french)). Seule, elle n’ouvre rien.", en: "Drawn on \(Dates.long(today, .english)). Alone it opens nothing."), .class("soft"))
                }
            }
            div(.class("actions")) { a(say("C’est imprimé : les essayer", en: "They are printed: try them"), .class("primary"), .href(SitePath.circles())) }
        }
    }
}

private struct CirclesShow: Component {
    struct Holder: Sendable {
        let account: AccountProfile
        let duties: [CircleDuty]
        let isCurrent: Bool
    }

    let visit: Visit
    let states: [CircleState]
    let holders: [Holder]
    let candidates: [AccountProfile]
    let typed: Typed?
    let problems: [Refusal.Problem]

    init(_ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []) throws {
        self.visit = visit
        self.typed = typed
        self.problems = problems
        let organization = try visit.reader().organization
        let states = try CircleSeat.ofCases(of: organization).compactMap { try CircleState.find($0, connection) }
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
        candidates = try connection.all(
            AccountProfile.self,
            """
            WHERE organization = ? AND closed_on IS NULL AND id IN (SELECT account FROM role_assignment WHERE role IN ('caseworker', 'supervisor')) \
            ORDER BY sort, id LIMIT 200
            """, [organization.value]
        ).map(\.record).filter { account in
            guard let roles = try? Set(connection.assignments(of: account.id).map(\.record.role)) else { return false }
            return states.contains { !$0.circle.duty.roles.isDisjoint(with: roles) && !$0.isHeld(by: account.id) }
        }
    }

    private var say: Say { visit.say }
    private var mayEdit: Bool { visit.may(.circleEdit) }
    private var isHolder: Bool { (try? visit.reader().account).map { account in states.allSatisfy { $0.isHeld(by: account) } } ?? false }
    private var recovery: CircleRecovery? { states.first { $0.circle.duty == .supervision }?.recovery }

    var body: some Markup {
        if !problems.allSatisfy({ $0.field != nil }) || problems.contains(where: { $0.field == "account" }) { ErrorSummary(say: say, problems: problems) }
        if states.count < CircleDuty.ofCases.count { beginning } else { standing }
    }

    @MarkupBuilder private var beginning: some Markup {
        div(.class("empty")) {
            p(say("Votre organisation n’a pas encore de clés. Elles seront tirées dans la session d’un superviseur, et rien ne les ouvrira sans lui.", en: "Your organisation has no keys yet. They will be drawn in a supervisor’s session, and nothing will open them without that supervisor."))
            p(say("Aucun dossier ne s’ouvre avant que deux personnes tiennent les clés, ou que des feuilles de secours aient été essayées.", en: "No case file opens before two people hold the keys, or recovery sheets have been tried."))
        }
        if mayEdit {
            ActButton(visit: visit, action: SitePath.circles(), label: say("Tirer les clés", en: "Draw the keys"), style: "primary")
        } else {
            p(say("Demandez à votre superviseur.", en: "Ask your supervisor."))
        }
    }

    @MarkupBuilder private var standing: some Markup {
        if states.allSatisfy(\.canSeal) {
            div(.class("notice")) { p(say("Les dossiers peuvent être ouverts.", en: "Case files can be opened.")) }
        } else {
            div(.class("note")) { p(say("Aucun dossier ne peut encore être ouvert : il faut deux détenteurs de chaque clé, ou des feuilles de secours essayées.", en: "No case file can be opened yet: each key needs two holders, or recovery sheets that were tried.")) }
        }
        if states.contains(where: \.needsRenewal) {
            div(.class("note")) {
                p(say("Quelqu’un est parti : une nouvelle clé attend la prochaine session d’un détenteur.", en: "Someone has left: a new key waits for the next session of a holder."))
                if isHolder { ActButton(visit: visit, action: SitePath.circleRenewal(), label: say("Tirer la nouvelle clé", en: "Draw the new key"), style: "primary") }
            }
        }
        if states.contains(where: { !$0.unsigned.isEmpty }) {
            div(.class("errors"), .role("alert")) { p(say("Une clé qui n’est pas signée par la précédente est arrivée. Rien n’est scellé : prévenez l’administrateur.", en: "A key that the one before did not sign has arrived. Nothing is sealed: tell the administrator.")) }
        }
        h2(say("Détenteurs", en: "Holders"))
        ul(.class("todo")) { Each(holders) { holder($0) } }
        if mayEdit && isHolder { adding }
        h2(say("Feuilles de secours", en: "Recovery sheets"), .id("trial"))
        sheets
        details {
            summary(say("Les six mots de chaque clé", en: "The six words of each key"))
            Each(states) { state in
                p { strong("\(say(state.circle.duty.label)) : "); state.key.fingerprint.joined(separator: " ") }
            }
            p(say("Comparez-les de vive voix avec un autre détenteur ; ils doivent être les mêmes.", en: "Compare them aloud with another holder; they must be the same."), .class("soft"))
        }
    }

    private func holder(_ holder: Holder) -> some Markup {
        li {
            div {
                holder.account.displayName
                p(holder.duties.map { say($0.label) }.joined(separator: ", "), .class("soft"))
                if !holder.isCurrent { p(say("Clé changée depuis : un détenteur doit l’ajouter à nouveau.", en: "Key changed since: a holder must add them again."), .class("soft")) }
            }
            if mayEdit {
                ActButton(visit: visit, action: SitePath.circleDeparture(holder.account.id), label: say("Retirer", en: "Remove"), about: holder.account.displayName, style: "plain")
            }
        }
    }

    @MarkupBuilder private var adding: some Markup {
        let problem = problems.first { $0.field == "account" }
        if candidates.isEmpty {
            p(say("Tous ceux dont c’est le rôle tiennent déjà leurs clés.", en: "All whose role it is hold their keys already."), .class("soft"))
        } else {
            form(.method(.post), .action(SitePath.circleMembers()), .class("sheet")) {
                HiddenFields(visit: visit)
                div(.class(problem == nil ? "field" : "field wrong")) {
                    label(say("Ajouter un détenteur", en: "Add a holder"), .for("f-account"))
                    p(say("Un agent reçoit la clé de l’accueil, un superviseur les deux. Ce qui aura été lu ne pourra pas être rappelé.", en: "An officer is given the intake’s key, a supervisor both. What will have been read cannot be recalled."), .class("hint"), .id("f-account-hint"))
                    if let problem { p(say(problem.text), .class("error"), .id("f-account-error")) }
                    select(.id("f-account"), .name("account"), .aria("describedby", "f-account-hint")) {
                        option(say("Choisir…", en: "Choose…"), .value(""))
                        Each(candidates) { option($0.displayName, .value($0.id.description)) }
                    }
                }
                div(.class("actions")) { button(say("Ajouter", en: "Add"), .class("primary"), .type(.submit)) }
            }
        }
    }

    @MarkupBuilder private var sheets: some Markup {
        p(say("Trois feuilles de papier, dont deux rendent les clés quand plus personne ne peut les ouvrir : phrases de passe oubliées, départs, arrestation.", en: "Three sheets of paper, any two of which bring back the keys when nobody can open them any more: forgotten passphrases, departures, arrest."))
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
            if recovery != nil { entering(say("Essayer deux feuilles", en: "Try two sheets"), SitePath.recoveryTrial()) }
            ActButton(visit: visit, action: SitePath.recoverySheets(), label: recovery == nil ? say("Imprimer les trois feuilles", en: "Print the three sheets") : say("Imprimer de nouvelles feuilles", en: "Print new sheets"), style: recovery == nil ? "primary" : "secondary")
            if recovery != nil { p(say("Les anciennes n’ouvriront alors plus rien.", en: "The old ones will then open nothing any more."), .class("soft")) }
        } else if mayEdit && recovery != nil {
            entering(say("Reprendre les clés avec deux feuilles", en: "Take up the keys with two sheets"), SitePath.recovery())
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
