import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// A case file opened from a referral that was accepted: its first contact begins with what was shared, and asks the person the rest.
enum ReferralIntake {
    /// The referral that the address of the first contact names, accepted by the reader's organisation and opened by their keys.
    private static func accepted(_ id: String?, _ visit: Visit, _ connection: any Connection) throws -> OpenedReferral? {
        guard let id = id.flatMap({ ID<Referral>($0) }), let referral = try visit.find(Referral.self, id, connection)?.record else { return nil }
        let opened = try OpenedReferral(referral, visit, connection)
        // The first file that was opened from it is the one: a second would follow the same person beside it.
        if opened.side == .receiver, let number = opened.caseNumber {
            throw Refusal(
                "referral.file",
                Phrase("Le dossier \(number) est déjà ouvert à partir de ce référencement.", en: "Case file \(number) was opened from this referral already."))
        }
        guard opened.side == .receiver, [.accepted, .served, .access].contains(opened.state.stage), opened.content != nil else { return nil }
        return opened
    }

    /// What the form is filled with; nil where no referral is named that the reader may take on.
    static func typed(_ visit: Visit, _ connection: any Connection) throws -> Typed? {
        guard let opened = try accepted(visit.query["referral"], visit, connection), let content = opened.content else { return nil }
        var values: [String: [String]] = ["token": [AnyID.random().description], "referral": [opened.referral.id.description]]
        // Who answers for a child is asked; of anyone else it is themselves, as on an empty form.
        if opened.head?[\.ageBand]?.isMinor != true { values["giver"] = [ConsentGiver.person.code] }
        values["manner"] = [ConsentManner.oral.code]
        let fill = { (name: String, value: Value?) in
            if let value { values[name] = FormSheet.texts(of: value, name == "interpreter" || name == "leave_message" ? .yesNo : .line) }
        }
        for name in ["language", "interpreter", "interviewer", "telephone", "contact_means", "contact_hours", "contact_person", "leave_message"] {
            fill(name, content.clear[name])
        }
        let story = [content[\.need], content[\.story]].compactMap { $0 }.joined(separator: "\n\n")
        fill("request", .text(story))
        for name in ["name", "sex", "age_band", "nationality", "separation"] { fill(name, opened.head?.clear[name]) }
        return Typed(values)
    }

    /// What follows in the correspondence: whoever opens a file from a transfer has taken the person over.
    static func following(_ typed: Typed, _ visit: Visit) async throws -> [Deed] {
        guard typed.has("referral"), let id = ID<Referral>(typed["referral"]) else { return [] }
        let (reader, keys, now) = (try visit.reader(), try visit.memberKeys(), visit.moment)
        var step = ReferralStep()
        (step.id, step.step, step.on) = (Visit.token(typed.token, 2).cast(), .served, now.day)
        let taken = step
        let found: (Referral, Digest?)? = try await visit.site.store.read { connection in
            guard let referral = try visit.find(Referral.self, id, connection)?.record, referral.isTransfer, referral.receiver == reader.organization else {
                return nil
            }
            guard try connection.state(of: referral).stage == .accepted else { return nil }
            return (referral, try ReferralFollowing(referral, taken).cause(for: reader.organization, connection))
        }
        guard let (referral, because) = found, let between = referral.between else { return [] }
        return [
            try visit.deed(.referralServe, token: Visit.token(typed.token, 2), in: between, because: because) { act in
                try ReferralFollowing(referral, taken).write(by: reader, Keyring(keys, act.connection), in: act, at: now)
            }
        ]
    }

    static func note(_ visit: Visit) -> Reading.Note? {
        visit.query["referral"].flatMap { AnyID($0) }.map { Reading.Note(.referralOpen, of: Referral.kind, [$0]) }
    }

    /// Ties the new file to the referral that the form names, on the reader's side alone, and adds the family that was told of.
    static func tie(_ caseFile: ID<CaseFile>, _ typed: Typed, _ visit: Visit, _ act: Act) throws {
        guard typed.has("referral") else { return }
        guard let opened = try accepted(typed["referral"], visit, act.connection) else { throw Refusal.referralMoved }
        guard let key = try visit.keyring(act.connection).dataKeys(of: caseFile.cast(), act.connection).first else { throw Circles.notHolder }
        var link = CaseReferral()
        (link.caseFile, link.referral, link.on) = (caseFile, opened.referral.id, visit.today)
        try link.seal(["service": opened.content?.clear["service"] ?? .null], under: [key], seen: { _ in .null })
        try act.make(link)
        for said in opened.people where said[\.relation] != .head {
            var person = CasePerson()
            (person.caseFile, person.relation) = (caseFile, said[\.relation] ?? CaseRelation(code: "other"))
            (person.sex, person.ageBand, person.separation) = (said[\.sex], said[\.ageBand], said[\.separation])
            let clear = said.clear.filter { ["name", "nationality"].contains($0.key) }
            person.setBands(clear, on: visit.today)
            try person.seal(clear, under: [key], seen: { _ in .null })
            try act.make(person)
        }
    }
}
