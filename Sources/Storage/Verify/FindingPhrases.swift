import Journal

extension Finding {
    /// The finding in words for an administrator.
    package var phrase: Phrase {
        switch self {
        case .brokenChain(let stream, let position):
            Phrase("Flux \(stream), entrée \(position) : la chaîne est rompue.", en: "Stream \(stream), entry \(position): the chain is broken.")
        case .missingEntry(let stream, let position):
            Phrase("Flux \(stream), entrée \(position) : elle manque.", en: "Stream \(stream), entry \(position): missing.")
        case .unreadable(let stream, let position, let why):
            Phrase("Flux \(stream), entrée \(position) : illisible (\(why)).", en: "Stream \(stream), entry \(position): unreadable (\(why)).")
        case .changedPart(let entry, let part):
            Phrase("Entrée \(entry), partie \(part) : ses octets ont été changés.", en: "Entry \(entry), part \(part): its bytes were changed.")
        case .missingPart(let entry, let part):
            Phrase("Entrée \(entry), partie \(part) : disparue sans ordre d’oubli.", en: "Entry \(entry), part \(part): gone, and no drop says why.")
        case .badSignature(let entry):
            Phrase("Entrée \(entry) : sa signature n’est pas valable.", en: "Entry \(entry): its signature does not hold.")
        case .wrongRow(let kind, let record, let fields):
            Phrase(
                "\(kind) \(record) : la table dit autre chose que le journal (\(fields.joined(separator: ", "))).",
                en: "\(kind) \(record): the table disagrees on \(fields.joined(separator: ", ")).")
        case .missingRow(let kind, let record):
            Phrase("\(kind) \(record) : absent de sa table.", en: "\(kind) \(record): missing from its table.")
        case .strayRow(let kind, let record):
            Phrase("\(kind) \(record) : dans la table, mais pas dans le journal.", en: "\(kind) \(record): in the table and not in the journal.")
        case .wrongCollisions(let kind, let record):
            Phrase("\(kind) \(record) : ses divergences ne concordent pas.", en: "\(kind) \(record): its collisions disagree.")
        case .strayAttachment(let part):
            Phrase("Pièce jointe \(part) : aucune entrée ne la porte.", en: "Attachment \(part): no entry carries it.")
        case .wrongHistory(let entry):
            Phrase("Entrée \(entry) : l’index de l’historique ne concorde pas.", en: "Entry \(entry): the history index disagrees.")
        }
    }
}

extension MergeError {
    package var phrase: Phrase {
        switch self {
        case .malformed(let why): Phrase("Une entrée ne peut pas être lue : \(why).", en: "An entry cannot be read: \(why).")
        case .gap(let position):
            Phrase("Les entrées d’avant le numéro \(position) d’un flux manquent.", en: "The entries before number \(position) of a stream are missing.")
        case .changedPart(let entry):
            Phrase("Une partie de l’entrée \(entry) n’est pas ce que dit son en-tête.", en: "A part of entry \(entry) is not what its header says.")
        }
    }
}
