import Access
import Journal
import Storage
import Vault

/// The three printed sheets of a circle: drawing them, trying them, and coming back with them when no holder is left (FORMATS 19).
extension Circles {
    /// Draws one recovery for these circles in the session of someone who holds their keys, and returns its sheets, to be printed once. Earlier sheets
    /// open nothing any more.
    package static func drawRecovery(of seats: [CircleSeat], by keys: MemberKeys, in act: Act, on day: Day) throws -> [RecoverySheet] {
        let (key, sheets, wraps) = try RecoveryKey.draw()
        for (wrap, pair) in wraps { try act.connection.keep(KeyWrap(wrap, of: .recoveryKey(key.id), for: pair)) }
        let ring = try Keyring(keys, act.connection)
        for seat in seats {
            let state = try standing(seat, act.connection)
            let held = ring.circles.filter { $0.circle == state.circle.id.cast() }
            guard held.contains(where: { $0.generation == state.key.generation }) else { throw notHolder }
            if let former = state.recovery?.key { try act.connection.discardWraps(for: former.id) }
            for circle in held {
                let item = WrappedItem.circleKey(circle.circle, generation: circle.generation)
                try act.connection.keep(KeyWrap(try circle.wrap(to: key.publicKey), of: item, for: key.recipient))
            }
            var recovery = CircleRecovery()
            recovery.circle = state.circle.id
            recovery.publicKey = Bytes(key.publicKey.bytes)
            recovery.printedOn = day
            try act.make(recovery)
        }
        act.owesScrub()
        return sheets
    }

    /// Proves that two sheets, as someone typed them, open the circles' current keys; from then on a single holder suffices.
    package static func tryRecovery(of seats: [CircleSeat], _ one: String, _ other: String, in act: Act, on day: Day) throws {
        for seat in seats {
            let state = try standing(seat, act.connection)
            let keys = try opened(state, one, other, act.connection)
            guard keys.contains(where: { $0.publicKey.hasSameKeys(as: state.key) }), var recovery = state.recovery else { throw wrongSheets }
            recovery.triedOn = day
            try act.update(recovery)
        }
    }

    /// Makes someone a holder of those circles whose duty is theirs, by two sheets: each generation of a circle's key is wrapped for their own keys.
    package static func recover(_ seats: [CircleSeat], _ one: String, _ other: String, by keys: MemberKeys, in act: Act, on day: Day) throws {
        for seat in seats {
            let state = try standing(seat, act.connection)
            guard !state.isHeld(by: keys.member.cast()) else { continue }
            _ = try candidate(keys.member.cast(), for: state, act.connection)
            for former in state.holders where former.account.id == keys.member.cast() { try removeMember(former.member, in: act) }
            for key in try opened(state, one, other, act.connection) {
                try act.connection.keep(KeyWrap(try key.wrap(for: keys), of: .circleKey(key.circle, generation: key.generation), for: keys.recipient))
            }
            try admit(keys.member.cast(), generation: keys.generation, to: state.circle.id, in: act, on: day)
        }
    }

    /// What two sheets open of a circle: its key, of every generation that was wrapped for the recovery.
    private static func opened(_ state: CircleState, _ one: String, _ other: String, _ connection: any Connection) throws -> [CircleKey] {
        let key = try recoveryKey(of: state, one, other, connection)
        return try connection.wraps(of: state.circle.id.cast()).compactMap { kept in
            guard kept.isCircleKey, kept.holder.id == key.id, let wrap = kept.wrap else { return nil }
            return try? CircleKey(opening: wrap, circle: kept.item.subject, generation: kept.item.generation, by: key)
        }
    }

    /// The key that two sheets of a circle open. Throws a `Refusal` where they are miscopied, or not of the latest printing.
    package static func recoveryKey(of state: CircleState, _ one: String, _ other: String, _ connection: any Connection) throws -> RecoveryKey {
        guard let first = RecoverySheet(one) else { throw misread("first_sheet") }
        guard let second = RecoverySheet(other) else { throw misread("second_sheet") }
        guard let recovery = state.recovery?.key else { throw wrongSheets }
        let wraps = try connection.wraps(of: recovery.id).compactMap(\.wrap)
        guard let key = try? RecoveryKey(recovery.id, opening: wraps, with: first, and: second) else { throw wrongSheets }
        return key
    }

    private static func misread(_ field: String) -> Refusal {
        Refusal(
            "recovery.misread",
            Phrase(
                "Cette feuille est mal recopiée : trente lettres et chiffres, le numéro de la feuille en premier.",
                en: "This sheet is copied wrongly: thirty letters and digits, the number of the sheet first."),
            field: field)
    }

    private static let wrongSheets = Refusal(
        "recovery.wrong",
        Phrase(
            "Ces deux feuilles n’ouvrent pas cette clé. Il faut deux feuilles différentes, de la dernière impression.",
            en: "These two sheets do not open this key. Two different sheets of the latest printing are needed."),
        field: "first_sheet")
}
