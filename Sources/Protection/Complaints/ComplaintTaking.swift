import Access
import Accounts
import Journal
import Storage
import Vault

/// Taking a complaint: from then on whoever took it reads it no more than the organisation that it is about.
package enum ComplaintTaking {
    /// Writes the complaint, in an act that names nobody; the code is for the person’s slip. Throws a `Refusal` where a word is missing, or too few could open it.
    ///
    /// `key` is the complaint’s own, drawn for it: a spoken message among `clear` was sealed under it, as these attachments.
    package static func send(
        _ blank: ComplaintContent, _ clear: [String: Value], _ attachments: [Attachment] = [], under key: DataKey, slip: SlipCode, by account: ID<Account>,
        in act: Act,
        on today: Day
    ) throws {
        guard clear["words"].map({ $0 != .null && $0 != .text("") }) == true || clear["voice"] != nil else {
            throw Refusal(
                "complaint.words",
                Phrase(
                    "Écrivez ce qui s’est passé, même en une phrase, ou joignez un message parlé.",
                    en: "Write what happened, even in one sentence, or attach a spoken message."), field: "words")
        }
        let organization = try clear["against"].flatMap { $0 == .null ? nil : try ID<Organization>(value: $0) }
        let state = try ComplaintKeys.ready(against: organization, act.connection)
        var complaint = Complaint()
        (complaint.id, complaint.month, complaint.slip) = (key.subject.cast(), String(today.description.prefix(7)), slip.name)
        var content = blank
        content.complaint = complaint.id
        try content.seal(
            clear.merging(["received_on": today.value, "taken_by": account.value, "code": .text(slip.text)]) { $1 }, under: [key], seen: { _ in .null })
        try ComplaintKeys.protect(key, against: organization, state, act.connection)
        act.attach(attachments)
        try act.make(complaint)
        try act.make(content)
    }
}

/// What a member of the circle does with a complaint that their keys open.
package struct OpenedComplaint: Sendable {
    package let complaint: Complaint
    package let content: Opened<ComplaintContent>
    package let notes: [Opened<ComplaintNote>]
    private let keys: [DataKey]

    /// Nil where these keys do not open it: to their holder it is not there.
    package init?(_ complaint: Complaint, _ ring: Keyring, _ connection: any Connection) throws {
        let keys = try ring.dataKeys(of: complaint.id.cast(), connection)
        let stored = try connection.all(ComplaintContent.self, "WHERE complaint = ? ORDER BY id LIMIT 1", [complaint.id.value]).first
        guard !keys.isEmpty, let content = stored?.record.opened(with: keys), content[\.words] != nil || content[\.voice] != nil else { return nil }
        (self.complaint, self.content, self.keys) = (complaint, content, keys)
        notes = try connection.all(ComplaintNote.self, "WHERE complaint = ? ORDER BY made, id LIMIT 500", [complaint.id.value]).compactMap {
            $0.record.opened(with: keys)
        }
    }

    /// Those that these keys open, the last received first.
    package static func all(_ ring: Keyring, _ connection: any Connection) throws -> [OpenedComplaint] {
        try connection.all(Complaint.self, "ORDER BY month DESC, made DESC, id LIMIT 500").compactMap { try OpenedComplaint($0.record, ring, connection) }
    }

    package var receivedOn: Day? { content[\.receivedOn] }
    /// By when it is to be taken up, or answered.
    package func due(_ rule: ComplaintRule) -> Day? { receivedOn.flatMap { rule.due(complaint.state, content[\.gravity], receivedOn: $0) } }

    /// Notes a step, and moves the complaint on; an answer is sealed for the person’s slip beside. Throws a `Refusal` where it cannot follow.
    package func follow(_ step: ComplaintStep, _ words: String, note id: ID<ComplaintNote>, by account: ID<Account>, in act: Act, on today: Day) throws {
        guard var standing = try act.connection.find(Complaint.self, complaint.id)?.record, ComplaintStep.following(standing.state).contains(step) else {
            throw Refusal(
                "complaint.step", Phrase("Cette plainte a changé entre-temps : relisez-la.", en: "This complaint has changed meanwhile: read it again."))
        }
        let isBlank = words.allSatisfy(\.isWhitespace)
        if isBlank, step == .note || step == .answer || (step == .close && standing.state != .answered) {
            throw Refusal(
                "complaint.step-words",
                step == .close
                    ? Phrase(
                        "La personne n’a pas reçu de réponse : dites pourquoi la plainte est close.",
                        en: "The person was given no answer: say why the complaint is closed.")
                    : Phrase("Écrivez quelques mots.", en: "Write a few words."), field: "words")
        }
        guard let key = keys.first else { throw Circles.notHolder }
        var note = ComplaintNote()
        (note.id, note.complaint) = (id, complaint.id)
        try note.seal(
            ["step": step.value, "on": today.value, "by": account.value, "words": isBlank ? .null : .text(words)], under: [key], seen: { _ in .null })
        try act.make(note)
        if step == .answer { try answer(words, in: act, on: today) }
        standing.state = step.state(after: standing.state)
        if step == .close { standing.closedOn = today }
        try act.update(standing)
    }

    private func answer(_ words: String, in act: Act, on today: Day) throws {
        guard let slip = content[\.code].flatMap({ SlipCode($0) }) else { throw Circles.notHolder }
        var answer = ComplaintAnswer()
        answer.slip = slip.name
        let key = DataKey(subject: answer.id.cast())
        try act.connection.keep(KeyWrap(key.wrap(for: slip), of: .dataKey(subject: key.subject), for: slip.recipient))
        try answer.seal(["words": .text(words), "on": today.value], under: [key], seen: { _ in .null })
        try act.make(answer)
    }
}

/// What someone who shows a slip may be told: where their complaint stands, and what they were answered.
package struct SlipAnswer: Sendable {
    package let complaint: Complaint
    package let answers: [Opened<ComplaintAnswer>]

    /// Nil where no complaint has that code.
    package init?(_ slip: SlipCode, _ connection: any Connection) throws {
        guard let complaint = try connection.all(Complaint.self, "WHERE slip = ? ORDER BY id LIMIT 1", [slip.name.value]).first?.record else { return nil }
        self.complaint = complaint
        answers = try connection.all(ComplaintAnswer.self, "WHERE slip = ? ORDER BY made, id LIMIT 100", [slip.name.value]).compactMap { stored in
            let subject: AnyID = stored.record.id.cast()
            let keys: [DataKey] = try connection.wraps(of: subject).compactMap { kept in
                guard kept.isDataKey, kept.holder.id == slip.name, let wrap = kept.wrap else { return nil }
                return try? DataKey(opening: wrap, subject: subject, by: slip)
            }
            return stored.record.opened(with: keys)
        }
    }
}
