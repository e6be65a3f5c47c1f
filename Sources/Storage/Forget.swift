import Journal

extension Store {
    /// Orders one part of an entry to be forgotten, here at once and on every node that hears of it; the bytes are gone when this returns.
    /// An order to forget, and a part of a form from a newer version, cannot be forgotten here: `StoreError.notHere`.
    ///
    /// What it changed still stands, as "erased": never the value before it. `ground` names the legal ground and no person.
    package func forget(part: Digest, of hash: Digest, ground: String, by author: Author?) async throws {
        let held = try await read { try $0.entry(hash) }
        guard let entry = held, let number = entry.header.parts.firstIndex(of: part) else { throw StoreError.notHere("part") }
        let isBeside = try await read { connection in
            guard let place = try connection.place(of: hash) else { return false }
            return try connection.holdsAttachment(part, at: place)
        }
        let drop: PartDrop
        switch entry.parts[number]?.content {
        // Forgotten already: what an earlier try deleted may wait still to leave the disk.
        case nil where !isBeside: return try await finishScrub()
        case nil: drop = PartDrop(attachment: part, of: entry, ground: ground)
        case .drop, .unknown: throw StoreError.notHere("part")
        case .changes, .attachment: drop = PartDrop(entry.parts[number]!, part, of: entry, ground: ground)
        }
        try await perform("part.drop", by: author, in: entry.header.scope) { $0.order(drop) }
    }
}
