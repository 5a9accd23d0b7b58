package org.modaj.bench.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version the project's version
 * @param commit the abbreviated commit it was built from, followed by {@code -dirty} when files
 *     differed from it; {@link #UNKNOWN} when it was built outside a git work tree
 */
public record BuildInfo(String version, String commit) implements FactSource {
  /** Stands for a commit that could not be determined. */
  public static final String UNKNOWN = "unknown";

  private static final String RESOURCE = "build.properties";

  /** Returns the build this program comes from. */
  public static BuildInfo current() {
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      Properties written = new Properties();
      written.load(Objects.requireNonNull(in, RESOURCE));
      return of(written.getProperty("version"), written.getProperty("commit"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what the build wrote: without git the commit is empty. */
  static BuildInfo of(String version, String commit) {
    return new BuildInfo(version, commit.isEmpty() ? UNKNOWN : commit);
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", version);
    facts.put("commit", commit);
    return facts;
  }

  @Override
  public String toString() {
    return version + " (commit " + commit + ")";
  }
}
