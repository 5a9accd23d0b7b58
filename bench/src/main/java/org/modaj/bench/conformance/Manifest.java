package org.modaj.bench.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;

/**
 * The list of golden cases in a folder.
 *
 * @param dir the folder
 * @param cases in the order of {@code manifest.json}
 */
public record Manifest(Path dir, List<GoldenCase> cases) {
  /** Name of the file that lists the cases. */
  public static final String FILE = "manifest.json";

  /** A hundred times as long as those there are. */
  private static final int MOST_BYTES = 1 << 26;

  private static final String FOREIGN = "Check that the folder holds golden cases";

  /** Copies the list. */
  public Manifest {
    cases = List.copyOf(cases);
  }

  /**
   * Reads the manifest of {@code dir}; tensors are read later.
   *
   * @throws FileAccessException when the folder has no readable {@code manifest.json}
   * @throws FileFormatException when it is not a manifest, or has a case that is incomplete or asks
   *     for a comparison that does not exist
   */
  public static Manifest read(Path dir) throws FileAccessException, FileFormatException {
    Path file = dir.resolve(FILE);
    JsonObject root = parse(file);
    if (!root.has("cases") || !root.get("cases").isJsonArray()) {
      throw bad(file, "it has no list 'cases'");
    }
    TensorFiles tensors = new TensorFiles(dir);
    List<GoldenCase> cases = new ArrayList<>();
    for (JsonElement element : root.getAsJsonArray("cases")) {
      try {
        cases.add(new GoldenCase(CaseParser.parse(element), tensors));
      } catch (CaseParser.BadCaseException e) {
        throw bad(file, "case number %d: %s".formatted(cases.size() + 1, e.getMessage()));
      }
    }
    return new Manifest(dir, cases);
  }

  private static JsonObject parse(Path file) throws FileAccessException, FileFormatException {
    try (JsonReader reader = new JsonReader(new StringReader(text(file)))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement root = JsonParser.parseReader(reader);
      if (!root.isJsonObject()) {
        throw bad(file, "it is not a JSON object");
      }
      return root.getAsJsonObject();
    } catch (JsonParseException e) {
      throw bad(file, "it is not valid JSON (" + e.getMessage().lines().findFirst().get() + ")");
    } catch (CharacterCodingException e) {
      throw bad(file, "it is not UTF-8 text");
    } catch (FileFormatException | FileAccessException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new FileAccessException(
          file,
          FileAccessException.Action.READ,
          "no such file",
          "Name a folder of golden cases, one with a " + FILE,
          e);
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? InputFile.text(file, MOST_BYTES) : Files.readString(file);
  }

  private static FileFormatException bad(Path file, String problem) {
    return new FileFormatException(file, FileFormatException.NO_OFFSET, problem, FOREIGN);
  }
}
