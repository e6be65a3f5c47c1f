import Access
import Accounts
import Journal
import Storage
import Vault

/// To refer someone: what they ask for, to whom, and which parts of their case file go, as far as they agreed.
package struct Referring: Sendable {
    package var id = ID<Referral>.random()
    package var purpose = ReferralPurpose.service
    package var receiver: ID<Organization>?
    package var service: ServiceKind?
    package var priority = ReferralPriority.normal
    package var parts: Set<ReferralPart> = []
    package var documents: Set<ID<CaseDocument>> = []
    package var need = ""
    package var story = ""
    /// Who refers, as the other side may call them.
    package var from = ""
    /// Whether the person asks for asylum or may, as far as the sender knows.
    package var maySeekAsylum = false
    /// Whether the service is one that only helps to go back.
    package var isReturnOnly = false

    package init() {}

    /// What speaks against it: a word that is missing, or a person who did not agree. `party` is the kind of organisation that receives it, and `receiver`
    /// which one, where it is a member.
    package func check(_ consent: ConsentState, party: PartyKind) throws(Refusal) {
        guard consent.allows("services") else {
            throw Refusal(
                "referral.services",
                Phrase("La personne n’a pas accepté de recevoir de l’aide : rien ne part.", en: "The person has not agreed to receive help: nothing leaves."))
        }
        if let receiver, consent.refuses(receiver) {
            throw Refusal(
                "referral.named",
                Phrase(
                    "La personne a demandé que rien ne parte vers cette organisation. Rien ne part sans son accord.",
                    en: "The person has asked that nothing goes to this organisation. Nothing leaves without their agreement."), field: "receiver")
        }
        guard receiver.map({ consent.allowsSharing(with: party, $0) }) ?? consent.allowsSharing(with: party) else {
            throw Refusal(
                "referral.consent",
                Phrase(
                    "La personne n’a pas accepté de partager avec : \(party.label.french). Rien ne part sans son accord.",
                    en: "The person has not agreed to share with: \(party.label.english). Nothing leaves without their agreement."))
        }
        guard purpose == .transfer || service?.isKnown == true else {
            throw Refusal("referral.service", Phrase("Dites quel service est demandé.", en: "Say which service is asked for."), field: "service")
        }
        guard need.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(
                "referral.need", Phrase("Écrivez ce qui est demandé, en une phrase ou deux.", en: "Write what is asked for, in a sentence or two."),
                field: "need")
        }
        var (search, offer) = (ServiceSearch(), ServiceOffer())
        search.maySeekAsylum = maySeekAsylum
        offer.isReturnOnly = isReturnOnly || service == .voluntaryReturn || party == .return
        guard search.allows(offer) else {
            throw Refusal(
                "referral.return",
                Phrase(
                    "Qui peut demander l’asile n’est jamais envoyé vers un service qui n’aide qu’au retour. Référez au HCR ou au service d’asile de l’État.",
                    en: "Someone who may seek asylum is never sent to a service that only helps to go back. Refer to UNHCR or the State’s asylum service."),
                field: "service")
        }
    }

    /// Writes the referral for the two parties, sealed under a key of its own; returns it.
    @discardableResult
    package func send(_ opened: ReferredCase, by reader: Reader, _ ring: Keyring, in act: Act, at now: Moment) throws -> Referral {
        guard let receiver, receiver != reader.organization else { throw Refusal.chooseReceiver }
        try checked(opened).check(opened.consent, party: .members)
        if purpose == .transfer { try Self.checkNoTransfer(of: opened.file.record.id, act.connection) }
        let documents = try chosen(of: opened)
        let rule = try act.connection.referralRule()
        var referral = Referral()
        (referral.id, referral.sender, referral.receiver) = (id, reader.organization, receiver)
        referral.reference = try Self.freeReference(act.connection)
        (referral.group, referral.priority, referral.sentOn) = (service?.group ?? .other, priority, now.day)
        referral.answerBy = rule.answerBy(priority, from: now)
        referral.purpose = purpose
        let key = try ReferralKeys.draw(for: referral, sentBy: reader.account, by: ring, in: act)
        let fresh = { (_: String) in Value.null }

        var content = ReferralContent()
        (content.sender, content.receiver, content.referral) = (referral.sender, referral.receiver, referral.id)
        try content.seal(said(of: opened), under: [key], seen: fresh)
        let persons = try people(of: opened).map { said in
            var person = ReferredPerson()
            (person.sender, person.receiver, person.referral) = (referral.sender, referral.receiver, referral.id)
            try person.seal(said, under: [key], seen: fresh)
            return person
        }
        try act.make(referral)
        try act.make(content)
        for person in persons { try act.make(person) }
        for document in documents { try ReferredDocument.send(document, of: opened, with: referral, under: key, in: act) }
        return referral
    }

    /// Throws where another organisation has still to say whether it takes the person over, or has said yes.
    private static func checkNoTransfer(of caseFile: ID<CaseFile>, _ connection: any Connection) throws {
        for link in try connection.all(CaseReferral.self, "WHERE case_file = ? ORDER BY id LIMIT 500", [caseFile.value]).map(\.record) {
            guard let id = link.referral, let referral = try connection.find(Referral.self, id)?.record, referral.isTransfer,
                referral.sender == link.organization
            else { continue }
            let state = try connection.state(of: referral)
            if !state.isOver, ![.refused, .recalled].contains(state.stage) {
                throw Refusal(
                    "transfer.waiting",
                    Phrase(
                        "Un transfert de ce dossier est déjà en cours. Retirez-le d’abord.",
                        en: "A transfer of this case file is under way already. Recall it first."))
            }
        }
    }

    /// Notes in the case file, for the sender alone, that the referral left and what went with it; the officer who sent it holds its key.
    package func link(_ opened: ReferredCase, by reader: Reader, in act: Act, on day: Day) throws {
        guard let referral = try act.connection.find(Referral.self, id)?.record else { return }
        var link = CaseReferral()
        (link.caseFile, link.referral, link.on) = (opened.file.record.id, id, day)
        let left: [String: Value] = [
            "shared": Codes(Array(parts)).value, "service": service?.value ?? .null, "documents": documents.isEmpty ? .null : IDs(Array(documents)).value,
        ]
        try link.seal(left, under: opened.keys, seen: { _ in .null })
        try act.make(link)
        try ReferralKeys.note(referral, isHeldBy: reader.account, in: act, on: day)
    }

    /// The same with what the case file says of asylum, whatever was ticked.
    func checked(_ opened: ReferredCase) -> Referring {
        var checked = self
        checked.maySeekAsylum = maySeekAsylum || opened.fearsReturn
        return checked
    }

    /// What the content says: what is asked for, and the parts that go.
    func said(of opened: ReferredCase) -> [String: Value] {
        var said: [String: Value] = ["service": service?.value ?? .null, "need": .text(need), "from": .text(from)]
        if parts.contains(.story), !story.isEmpty { said["story"] = .text(story) }
        let takes: [(ReferralPart, [String])] = [
            (.language, ["language", "interpreter", "interviewer"]),
            (.contact, ["telephone", "contact_means", "contact_hours", "contact_person", "leave_message"]),
        ]
        for (part, names) in takes where parts.contains(part) {
            for name in names { said[name] = opened.file.clear[name] }
        }
        return said
    }

    /// Of each person, what goes: of the family nobody, unless it was ticked.
    func people(of opened: ReferredCase) -> [[String: Value]] {
        opened.people.filter { $0.record.relation == .head || parts.contains(.family) }.map { person in
            var said: [String: Value] = ["relation": person.record.relation.value]
            if parts.contains(.name) { said["name"] = person.clear["name"] }
            if parts.contains(.sex) { said["sex"] = person.record.sex?.value }
            if parts.contains(.age) {
                said["age_band"] = person.record.ageBand?.value
                said["separation"] = person.record.separation?.value
            }
            if parts.contains(.nationality) { said["nationality"] = person.clear["nationality"] }
            return said
        }
    }

    /// Eight letters and digits that nobody can guess from another: what is printed, said and looked up.
    static func freeReference(_ connection: any Connection) throws -> String {
        let signs = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        while true {
            let drawn = (0..<8).map { _ in signs.randomElement()! }
            let reference = "\(String(drawn[0..<4]))-\(String(drawn[4..<8]))"
            let isTaken = try ["referral", "outside_referral"].contains { table in
                try connection.first("SELECT 1 FROM \(table) WHERE reference = ? LIMIT 1", [.text(reference)], { _ in true }) == true
            }
            if !isTaken { return reference }
        }
    }
}

/// A case file as its reader opened it, as far as referring needs it.
package struct ReferredCase: Sendable {
    package let file: Opened<CaseFile>
    package let people: [Opened<CasePerson>]
    package let consent: ConsentState
    package let screenings: [Opened<Screening>]
    package let documents: [Opened<CaseDocument>]
    package let keys: [DataKey]

    /// All that belongs to the file and that these keys open; nil where they do not open the file.
    package init?(_ id: ID<CaseFile>, _ ring: Keyring, _ connection: any Connection) throws {
        let keys = try ring.dataKeys(of: id.cast(), connection)
        guard let stored = try connection.find(CaseFile.self, id), let file = stored.record.opened(with: keys) else { return nil }
        func all<R: Record>(_: R.Type) throws -> [(at: Mark, Opened<R>)] {
            try connection.all(R.self, "WHERE case_file = ? ORDER BY made, id LIMIT 500", [id.value]).compactMap { stored in
                stored.record.opened(with: keys).map { (stored.versions.making, $0) }
            }
        }
        (self.file, self.keys) = (file, keys)
        people = try all(CasePerson.self).map(\.1)
        consent = ConsentState(consents: try all(Consent.self), withdrawals: try all(ConsentWithdrawal.self))
        screenings = try all(Screening.self).map(\.1)
        documents = try all(CaseDocument.self).map(\.1)
    }

    /// Whether a screening found that they fear for their life if sent back.
    package var fearsReturn: Bool {
        screenings.contains { $0[\.structural]?.elements.contains(.returnDanger) == true }
    }
}

extension RiskFactor {
    static let returnDanger = Self(code: "return-danger")
}

extension Refusal {
    static let chooseReceiver = Refusal(
        "referral.to", Phrase("Choisissez à quelle organisation vous référez.", en: "Choose to which organisation you refer."), field: "receiver")
}
