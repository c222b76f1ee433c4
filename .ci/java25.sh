# Finds a Java 25 and Maven; sourced by ./postern and ./check. Sets java_home.
# shellcheck shell=bash disable=SC2034

# Maven 3.8 on Java 25 warns of its own libraries' habits; nothing of ours.
maven_quiet="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

# The feature number of the java in the given home, such as 25, by asking it; nothing when it does not run.
java_feature() {
    [ -x "$1/bin/java" ] || return 0
    "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
}

# Every place a Java may be, likeliest first, one home a line.
java_places() {
    local given place
    for given in "${POSTERN_JAVA:-}" "${JAVA_HOME:-}"; do
        [ -n "$given" ] || continue
        case "$given" in
            */bin/java) printf '%s\n' "${given%/bin/java}" ;;
            *) printf '%s\n' "$given" ;;
        esac
    done
    for place in "${POSTERN_JVM_DIR:-/usr/lib/jvm}"/*25* "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/25* \
        "${HOME:-}"/.jdks/*25* /opt/java/*25* /opt/jdk*25* \
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
        [ -d "$place" ] && printf '%s\n' "$place"
    done
    if [ -x /usr/libexec/java_home ]; then /usr/libexec/java_home -v 25+ 2>/dev/null; fi
    place=$(command -v java 2>/dev/null) || return 0
    place=$(readlink -f "$place" 2>/dev/null || echo "$place")
    printf '%s\n' "${place%/bin/java}"
}

# Sets java_home to the first home whose Java says it is 25 or newer; without one, says what to do.
find_java25() {
    local place feature seen=""
    java_home=""
    while IFS= read -r place; do
        feature=$(java_feature "$place")
        case "$feature" in '' | *[!0-9]*) continue ;; esac
        if [ "$feature" -ge 25 ]; then
            java_home=$place
            return 0
        fi
        seen="$seen  Java $feature in $place"$'\n'
    done < <(java_places)
    {
        echo "Postern needs Java 25, and none was found."
        [ -n "$seen" ] && printf 'Found, but too old:\n%s' "$seen"
        [ -n "${POSTERN_JAVA:-}" ] && echo "POSTERN_JAVA is $POSTERN_JAVA, which is no Java 25 home."
        echo "Install a JDK 25, for example:"
        echo "  Debian, Ubuntu   sudo apt install temurin-25-jdk   (repository: https://adoptium.net/installation/linux)"
        echo "  Fedora           sudo dnf install java-25-openjdk-devel"
        echo "  macOS            brew install openjdk@25"
        echo "  anywhere         https://adoptium.net/temurin/releases/?version=25"
        echo "or, when there is one in an unusual place:  POSTERN_JAVA=/path/to/jdk-25 ./postern …"
    } >&2
    return 1
}

# Prints the path of mvn; without one, says what to do.
find_maven() {
    local place
    for place in "${MAVEN_HOME:+$MAVEN_HOME/bin/mvn}" "$(command -v mvn 2>/dev/null)" \
        "${SDKMAN_DIR:-${HOME:-}/.sdkman}/candidates/maven/current/bin/mvn" \
        /opt/homebrew/bin/mvn /usr/local/bin/mvn; do
        if [ -n "$place" ] && [ -x "$place" ]; then
            printf '%s\n' "$place"
            return 0
        fi
    done
    {
        echo "Postern must be built first, and Maven (mvn) was not found."
        echo "Install Maven 3.8 or newer, for example:"
        echo "  Debian, Ubuntu   sudo apt install maven"
        echo "  Fedora           sudo dnf install maven"
        echo "  macOS            brew install maven"
        echo "  anywhere         https://maven.apache.org/download.cgi, then put its bin folder on PATH"
    } >&2
    return 1
}
