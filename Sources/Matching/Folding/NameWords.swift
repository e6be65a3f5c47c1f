/// The words of a name: those that are one name written apart joined, those that are no name dropped.
enum NameWords {
    /// As many words, and letters of one, as a name has; what is beyond is not read.
    static let most = 8
    static let longest = 40

    static func words(of letters: Letters) -> [Letters] {
        var words = letters.split(separator: 0x20).prefix(most * 2).map { $0.prefix(longest).map { $0 } }
        words = joined(words)
        let names = words.filter { !dropped.contains($0) && ($0.count > 1 || !(97...122 ~= $0[0])) }
        return Array((names.isEmpty ? words : names).prefix(most))
    }

    private static func joined(_ words: [Letters]) -> [Letters] {
        var done: [Letters] = []
        var at = 0
        while at < words.count {
            let word = words[at]
            at += 1
            var next = at
            if openings.contains(word) {
                while next < words.count, articles.contains(words[next]) { next += 1 }
                if next < words.count { done.append(word + words[next]) } else { done.append(word) }
                at = min(next + 1, words.count)
            } else if next < words.count, servants.contains(word), attributes.contains(where: { words[next].starts(with: $0) }) {
                done.append(word + words[next])
                at = next + 1
            } else if let previous = done.last, faith.contains(word), previous.count > 2 {
                if articles.contains(previous) { done.removeLast() }
                done[done.count - 1] += word
            } else {
                done.append(word)
            }
        }
        return done
    }

    private static func set(_ words: String) -> Set<Letters> { Set(words.split(separator: " ").map { Letters(String($0)) }) }

    /// What only begins a name: "servant of", "son of" in Hausa and Tigrinya, "owner of", and the letters of N’Diaye.
    private static let openings = set(
        "abd abdel abdul abdoul abdal abdol abdool abdil abdur abder abdous abdus abdes dan yar mai sarkin gebre gebra wolde n m d")
    private static let servants = set("abdou abdu abdi abdo")
    /// The names of God whose first letter the article takes on, so that Abdou Rahmane is one name and Abdou Moussa two.
    private static let attributes = [
        "rahm", "rahim", "razak", "razac", "razaq", "rachid", "rashid", "raouf", "rauf", "salam", "samad", "samed", "satt", "nass", "naser",
        "nasir", "chakour", "shakur", "zahir",
    ].map { Letters($0) }
    private static let articles = set("al el ul ur ar er es as us ed ad")
    private static let faith = set("eddine edine eddin edin uddin udin uddeen oudine ouddine dine din deen addin aldin eldin")
    /// Titles, "son of", "daughter of", "called", "born" and the like, in the languages of the region.
    private static let dropped = set(
        """
        al el ul ould wuld weld wold mint bint ben bin ibn ag ak walet wallet oulet dit dite alias nee ne epouse veuve vve feu feue \
        elhadj elhadji elhaji alhaji alhadji alhadj alhaj hadj hadji haji hadja hajia hajja hajiya malam mallam mme mr mrs ms mlle madame monsieur dr
        """)
}
