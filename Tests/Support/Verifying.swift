import Storage

extension Store {
    /// What disagrees when everything is read.
    package func verify() async throws -> [Finding] {
        try await verify(.all).findings
    }
}
