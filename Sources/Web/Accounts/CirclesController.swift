import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Storage
import Synchronization
import Vault

/// The keys of circles: who holds them, the sheets that bring them back, and what waits for a holder.
enum CirclesController {
    static let routes: [Route] = routes(of: .cases) + routes(of: .complaints)

    private static func routes(of desk: CircleDesk) -> [Route] {
        [
            .get(desk.paths.page, .permission(desk.show)) { visit, connection in try page(desk, visit, connection) },
            .post(desk.paths.page, .permission(desk.edit)) { visit, typed in
                try await act(desk, visit, typed, desk.acts.create) { seats, keys, act, day in
                    for seat in seats { try Circles.create(seat, by: keys, in: act, on: day) }
                }
            },
            .post(desk.paths.members, .permission(desk.edit)) { visit, typed in try await add(desk, visit, typed) },
            .post(desk.paths.departure, .permission(desk.edit)) { visit, typed in
                let account = try visit.id(Account.self)
                try await visit.site.store.read { connection in
                    let show = try CirclesShow(desk, visit, connection)
                    guard show.holders.contains(where: { $0.account.id == account }), show.mayTakeOut(account) else { throw Failure.notFound }
                }
                let isSelf = try visit.reader().account == account
                let reply = try await act(desk, visit, typed, desk.acts.leave) { _, _, act, day in try desk.leave(account, act, day) }
                return isSelf ? .redirect(SitePath.signIn(), cookies: [.cleared(.session)]) : reply
            },
            .post(desk.paths.renewal, .permission(desk.show)) { visit, typed in
                try await act(desk, visit, typed, desk.acts.renew) { seats, keys, act, day in
                    for seat in seats where try CircleState.find(seat, act.connection)?.needsRenewal == true {
                        try Circles.renew(seat, by: keys, in: act, on: day)
                    }
                }
            },
            .post(desk.paths.sheets, .permission(desk.edit)) { visit, typed in try await printSheets(desk, visit, typed) },
            .post(desk.paths.trial, .permission(desk.edit)) { visit, typed in
                try await act(desk, visit, typed, desk.acts.tryOut) { seats, _, act, day in
                    try Circles.tryRecovery(of: seats, typed["first_sheet"], typed["second_sheet"], in: act, on: day)
                }
            },
            .post(desk.paths.recovery, .permission(desk.edit)) { visit, typed in
                try await act(desk, visit, typed, desk.acts.use) { seats, keys, act, day in
                    try Circles.recover(seats, typed["first_sheet"], typed["second_sheet"], by: keys, in: act, on: day)
                    try desk.recover(typed["first_sheet"], typed["second_sheet"], keys, act.connection)
                }
            },
        ]
    }

    private static func page(
        _ desk: CircleDesk, _ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []
    ) throws -> Reply {
        let show = try CirclesShow(desk, visit, connection, typed: typed, problems: problems)
        return visit.page(
            visit.say(desk.words.title), lede: visit.say(desk.words.lede), trail: Registers.trail(visit), status: problems.isEmpty ? .ok : .unprocessableContent
        ) { show }
    }

    private static func act(
        _ desk: CircleDesk, _ visit: Visit, _ typed: Typed, _ name: ActName, _ body: @escaping @Sendable ([CircleSeat], MemberKeys, Act, Day) throws -> Void
    ) async throws -> Reply {
        let keys = try visit.memberKeys()
        let seats = desk.seats(try visit.reader())
        let today = visit.today
        do {
            return .done(try await visit.perform(name, typed) { try body(seats, keys, $0, today) }, at: desk.paths.page())
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(desk, visit, $0, typed: typed, problems: refusal.problems) }
        }
    }

    /// Gives someone the keys that their roles are for, of those they lack.
    private static func add(_ desk: CircleDesk, _ visit: Visit, _ typed: Typed) async throws -> Reply {
        guard let account = ID<Account>(typed["account"]) else {
            let problem = Refusal.Problem("account", Phrase("Choisissez la personne à ajouter.", en: "Choose whom to add."))
            return try await visit.site.store.read { try page(desk, visit, $0, problems: [problem]) }
        }
        return try await act(desk, visit, typed, desk.acts.add) { seats, keys, act, day in
            let roles = Set(try act.connection.assignments(of: account).map(\.record.role))
            let fitting = try seats.filter { seat in
                try !seat.duty.roles.isDisjoint(with: roles) && CircleState.find(seat, act.connection)?.isHeld(by: account) != true
            }
            // Of someone who fits nothing, the first circle says why.
            for seat in fitting.isEmpty ? Array(seats.prefix(1)) : fitting { try Circles.add(account, to: seat, by: keys, in: act, on: day) }
            try desk.share(keys, act.connection)
        }
    }

    /// Draws the three sheets and shows them, once.
    private static func printSheets(_ desk: CircleDesk, _ visit: Visit, _ typed: Typed) async throws -> Reply {
        let keys = try visit.memberKeys()
        let seats = desk.seats(try visit.reader())
        let today = visit.today
        let drawn = Mutex<[RecoverySheet]>([])
        do {
            let outcome = try await visit.perform(desk.acts.draw, typed) { act in
                let sheets = try Circles.drawRecovery(of: seats, by: keys, in: act, on: today)
                try desk.share(keys, act.connection)
                drawn.withLock { $0 = sheets }
            }
            // Sent twice: the sheets that count are those that the first answer showed.
            guard !outcome.isRepeat else { return .redirect(desk.paths.page()) }
        } catch let refusal as Refusal {
            return try await visit.site.store.read { try page(desk, visit, $0, problems: refusal.problems) }
        }
        let sheets = drawn.withLock { $0 }
        let say = visit.say
        return visit.page(
            say("Trois feuilles de secours", en: "Three recovery sheets"),
            lede: say("Deux d’entre elles, n’importe lesquelles, rendent les clés.", en: "Any two of them bring back the keys."),
            trail: Registers.trail(visit) + [(say(desk.words.title), desk.paths.page())]
        ) {
            p(
                say(
                    "Elles ne sont montrées qu’une fois. Imprimez cette page, coupez-la, et confiez chaque feuille à une personne différente, hors du bureau.",
                    en: "They are shown only once. Print this page, cut it, and entrust each sheet to a different person, away from the office."),
                .class("note"))
            Each(sheets) { sheet in
                div(.class("card shown-once")) {
                    h2(say("Feuille \(sheet.number)", en: "Sheet \(sheet.number)"))
                    p(sheet.text, .class("code"))
                    p(
                        say(
                            "Génération du \(Dates.long(today, .french)). Seule, elle n’ouvre rien.",
                            en: "Drawn on \(Dates.long(today, .english)). Alone it opens nothing."), .class("soft"))
                }
            }
            div(.class("actions")) { a(say("C’est imprimé : les essayer", en: "They are printed: try them"), .class("primary"), .href(desk.paths.page())) }
        }
    }
}
