package io.tidemark.standalone.registry;

/** A request that the registry answers with an error: Confluent's error code, whose first three digits are the HTTP status. */
final class RegistryException extends RuntimeException {

    private final int errorCode;

    private RegistryException(int errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    static RegistryException subjectNotFound(String subject) {
        return new RegistryException(40401, "Subject '" + subject + "' not found.");
    }

    static RegistryException versionNotFound(String version) {
        return new RegistryException(40402, "Version " + version + " not found.");
    }

    static RegistryException schemaNotFound(String what) {
        return new RegistryException(40403, "Schema " + what + " not found.");
    }

    static RegistryException noSubjectCompatibility(String subject) {
        return new RegistryException(
                40408, "Subject '" + subject + "' does not have subject-level compatibility configured.");
    }

    static RegistryException incompatible(String subject, String reasons) {
        return new RegistryException(
                409,
                "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                        + "\", details: " + reasons);
    }

    static RegistryException invalidSchema(String reason) {
        return new RegistryException(42201, "Invalid schema: " + reason);
    }

    static RegistryException invalidVersion(String version) {
        return new RegistryException(
                42202, "The specified version '" + version + "' is not valid. Use a number from 1 up, or 'latest'.");
    }

    static RegistryException invalidCompatibility(String level) {
        return new RegistryException(
                42203, "Invalid compatibility level '" + level + "'. Valid ones are " + SchemaStore.levels() + ".");
    }

    static RegistryException badRequest(String reason) {
        return new RegistryException(400, reason);
    }

    static RegistryException noSuchResource(String path) {
        return new RegistryException(404, "HTTP 404 Not Found: " + path);
    }

    static RegistryException methodNotAllowed(String method, String path) {
        return new RegistryException(
                405,
                "HTTP 405 Method Not Allowed: " + method + " " + path + " is not offered by the embedded registry.");
    }

    static RegistryException tooLarge(int limitBytes) {
        return new RegistryException(413, "The request is larger than " + limitBytes + " bytes.");
    }

    static RegistryException internal() {
        return new RegistryException(50001, "The embedded registry failed; its log says why.");
    }

    int errorCode() {
        return errorCode;
    }

    int httpStatus() {
        return errorCode >= 1000 ? errorCode / 100 : errorCode;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
