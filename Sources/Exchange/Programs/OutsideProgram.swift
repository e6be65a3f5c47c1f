import Foundation

/// Another program of this machine, which an installation may have or not: it makes one file of another.
struct OutsideProgram: Sendable {
    enum Fault: Error {
        case missing
        /// It ended without a result, or took more than it may.
        case failed
    }

    /// Where it stands.
    let path: String
    /// The names of the two files, by which it knows what they are.
    let files: (from: String, to: String)
    /// Its words, of the paths of the two.
    let arguments: @Sendable (_ from: String, _ to: String) -> [String]

    /// It has so much memory, in bytes, processor time, in seconds, and room for its result, in bytes: what is sent to us may be made to take more.
    private static let limits = ["--as=\(2 << 30)", "--cpu=120", "--fsize=\(64 << 20)"]

    /// What it makes, on a thread of its own, since it takes seconds.
    func made(of bytes: [UInt8]) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread { done.resume(with: Result { try make(of: bytes) }) }
        }
    }

    /// What it makes. Only this process reads the two files, and both are gone afterwards.
    func make(of bytes: [UInt8]) throws(Fault) -> [UInt8] {
        guard FileManager.default.isExecutableFile(atPath: path) else { throw .missing }
        let folder = FileManager.default.temporaryDirectory.appending(path: "outside-\(UUID().uuidString)")
        let (from, to) = (folder.appending(path: files.from), folder.appending(path: files.to))
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(bytes).write(to: from)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/prlimit")
            process.arguments = Self.limits + [path] + arguments(from.path, to.path)
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw Fault.failed }
            return [UInt8](try Data(contentsOf: to))
        } catch {
            throw .failed
        }
    }
}
