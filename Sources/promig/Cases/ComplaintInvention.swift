import Access
import Accounts
import Journal
import Matching
import Protection
import Storage
import Vault

/// Takes invented complaints as an agent does, sealed to the complaints circle, and follows some of them as its members do.
struct ComplaintInvention {
    let seed: UInt64
    let circle: [NewAccount]
    let teams: [CaseTeam]

    private static let words = [
        "On m’a fait attendre deux jours devant la porte, sans rien dire (exemple).", "Un agent a demandé de l’argent pour m’inscrire sur la liste (exemple).",
        "Ce que j’avais confié, ma voisine le savait le lendemain (exemple).", "On m’a dit que le service était fermé, et d’autres sont entrés (exemple).",
    ]
    private static let wishes = ["Être reçue comme les autres (exemple).", "Que cela n’arrive à personne d’autre (exemple).", "Une explication (exemple)."]
    private static let answers = [
        "Nous avons parlé à la personne en cause, et vous serez reçue (exemple).", "La règle a été rappelée à tous ; merci de l’avoir dit (exemple).",
    ]

    /// How many go with so many case files.
    static func count(for cases: Int) -> Int { cases == 0 ? 0 : max(3, min(60, cases / 500)) }

    func fill(_ store: Store, _ count: Int) async throws {
        let today = store.today
        for number in 0..<count {
            var dice = InventedDice(seed: seed &* 3_000_017 &+ UInt64(number))
            let against = Int.random(in: 0..<4, using: &dice) == 0 ? nil : teams.randomElement(using: &dice)?.organization
            guard let taker = teams.randomElement(using: &dice)?.agents[0], let member = circle.first(where: { $0.profile.organization != against }) else {
                return
            }
            let (id, day) = (ID<Complaint>.random(), today.advanced(by: -Int.random(in: 0...300, using: &dice)))
            let clear: [String: Value] = [
                "words": .text(Self.words.randomElement(using: &dice)!), "wish": .text(Self.wishes.randomElement(using: &dice)!),
                "against": against?.value ?? .null,
                "matter": ComplaintMatter.list.randomElement(using: &dice)!.0.value,
                "gravity": ComplaintGravity.list[Int.random(in: 0...1, using: &dice)].0.value,
                "manner": VoiceManner.list.randomElement(using: &dice)!.0.value,
            ]
            try await store.perform(ActName.complaintSend.name, by: nil) { act in
                try ComplaintTaking.send(ComplaintContent(), clear, under: DataKey(subject: id.cast()), slip: .draw(), by: taker.profile.id, in: act, on: day)
            }
            // Few wait; most were answered, and closed then.
            let steps: [ComplaintStep] = [.examine, .answer, .close]
            let answer = Self.answers.randomElement(using: &dice)!
            for step in steps.prefix(day.advanced(by: 20) > today ? Int.random(in: 0...1, using: &dice) : Int.random(in: 2...3, using: &dice)) {
                try await store.perform(step.act.name, by: member.author) { act in
                    guard let complaint = try act.connection.find(Complaint.self, id)?.record,
                        let opened = try OpenedComplaint(complaint, Keyring(member.keys, act.connection), act.connection)
                    else { throw Circles.notHolder }
                    try opened.follow(
                        step, step == .answer ? answer : "", note: .random(), by: member.profile.id, in: act, on: min(today, day.advanced(by: 12)))
                }
            }
        }
    }
}
