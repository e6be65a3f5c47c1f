import Journal

/// A picture says more than is seen in it: where and when it was taken, with which telephone, how it was before it was cut. None of that is kept.
extension Upload {
    /// The file as it is kept; nil where it is a picture that cannot be read to its end.
    var kept: Upload? {
        let clean: [UInt8]?
        switch type {
        case .jpeg: clean = Self.jpeg(Array(pieces.joined()))
        case .png: clean = Self.png(Array(pieces.joined()))
        default: return self
        }
        guard let clean else { return nil }
        var upload = Upload()
        upload.append(clean[...])
        return upload
    }

    /// A JPEG without its application segments, but for the colours' (2 and 14), without comments, and without what follows its end (ITU-T T.81, annex B).
    private static func jpeg(_ bytes: [UInt8]) -> [UInt8]? {
        var kept = Array(bytes.prefix(2))
        kept.reserveCapacity(bytes.count)
        var place = 2
        while place + 2 <= bytes.count {
            guard bytes[place] == 0xff else { return nil }
            let marker = bytes[place + 1]
            if marker == 0xff {
                place += 1
                continue
            }
            if marker == 0xd9 { return kept + [0xff, 0xd9] }
            guard place + 4 <= bytes.count else { return nil }
            let end = place + 2 + (Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]))
            guard end > place + 3, end <= bytes.count else { return nil }
            let isBeside = marker == 0xfe || (0xe1...0xef).contains(marker) && marker != 0xe2 && marker != 0xee
            if !isBeside { kept += bytes[place..<end] }
            place = end
            guard marker == 0xda else { continue }
            // What is seen: up to a marker that is neither a zero after 0xff nor a restart.
            while place + 1 < bytes.count, bytes[place] != 0xff || bytes[place + 1] == 0 || (0xd0...0xd7).contains(bytes[place + 1]) { place += 1 }
            kept += bytes[end..<place]
        }
        return nil
    }

    /// A PNG without its texts, its time and its Exif, and without what follows its end (W3C PNG, 5).
    private static func png(_ bytes: [UInt8]) -> [UInt8]? {
        var kept = Array(bytes.prefix(8))
        kept.reserveCapacity(bytes.count)
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = place + 12 + length
            guard end <= bytes.count else { return nil }
            let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            if !["eXIf", "tEXt", "zTXt", "iTXt", "tIME"].contains(name) { kept += bytes[place..<end] }
            place = end
            if name == "IEND" { return kept }
        }
        return nil
    }
}
