package org.modaj.engine.io;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file: what each tensor is and where its bytes lie.
 *
 * @param entries one entry per tensor, in header order
 * @param metadata the text under {@code __metadata__}
 */
record SafeTensorsHeader(SequencedMap<String, Entry> entries, SortedMap<String, String> metadata) {
  /** More than any library computes with. */
  private static final int MOST_DIMENSIONS = 64;

  /**
   * One tensor; {@code begin} and {@code end} are counted from the first byte after the header.
   *
   * @param dtype the text of the file, not yet checked
   */
  record Entry(String dtype, int[] shape, long begin, long end) {}

  /** Says what is wrong with the text of a header. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String problem) {
      super(problem);
    }
  }

  /** Parses the text of a header, strictly: no unknown, missing or repeated fields. */
  static SafeTensorsHeader parse(String json) throws SyntaxException {
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.setStrictness(Strictness.STRICT);
      SafeTensorsHeader header = readHeader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new SyntaxException("there is text after the JSON object");
      }
      return header;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new SyntaxException("it is not valid JSON (" + firstLine(e.getMessage()) + ")");
    }
  }

  /** What the JSON library says, without its advice for programmers. */
  private static String firstLine(@Nullable String message) {
    String first = String.valueOf(message).lines().findFirst().orElse("no detail");
    int advice = first.startsWith("Use JsonReader") ? first.indexOf(" at line ") + 1 : 0;
    return first.substring(advice);
  }

  private static SafeTensorsHeader readHeader(JsonReader reader)
      throws IOException, SyntaxException {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    SortedMap<String, String> metadata = null;
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (name.equals(SafeTensorsFile.METADATA_KEY)) {
        if (metadata != null) {
          throw new SyntaxException("'" + name + "' appears twice");
        }
        metadata = readMetadata(reader);
      } else if (entries.put(name, readEntry(reader, name)) != null) {
        throw new SyntaxException("tensor '" + name + "' appears twice");
      }
    }
    reader.endObject();
    return new SafeTensorsHeader(entries, metadata == null ? new TreeMap<>() : metadata);
  }

  private static SortedMap<String, String> readMetadata(JsonReader reader)
      throws IOException, SyntaxException {
    SortedMap<String, String> metadata = new TreeMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (reader.peek() != JsonToken.STRING) {
        throw new SyntaxException("metadata '" + key + "' is not a text");
      }
      if (metadata.put(key, reader.nextString()) != null) {
        throw new SyntaxException("metadata '" + key + "' appears twice");
      }
    }
    reader.endObject();
    return metadata;
  }

  private static Entry readEntry(JsonReader reader, String tensor)
      throws IOException, SyntaxException {
    String dtype = null;
    int[] shape = null;
    long[] offsets = null;
    reader.beginObject();
    while (reader.hasNext()) {
      String field = reader.nextName();
      boolean repeated =
          switch (field) {
            case "dtype" -> dtype != null;
            case "shape" -> shape != null;
            case "data_offsets" -> offsets != null;
            default ->
                throw new SyntaxException(
                    "tensor '%s' has the unknown field '%s'".formatted(tensor, field));
          };
      if (repeated) {
        throw new SyntaxException("tensor '%s' has '%s' twice".formatted(tensor, field));
      }
      switch (field) {
        case "dtype" -> dtype = reader.nextString();
        case "shape" -> shape = readShape(reader, tensor);
        default -> offsets = readIntegers(reader, tensor, field);
      }
    }
    reader.endObject();
    if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
      throw new SyntaxException(
          "tensor '%s' needs dtype, shape and two data_offsets".formatted(tensor));
    }
    return new Entry(dtype, shape, offsets[0], offsets[1]);
  }

  private static int[] readShape(JsonReader reader, String tensor)
      throws IOException, SyntaxException {
    long[] sizes = readIntegers(reader, tensor, "shape");
    if (sizes.length > MOST_DIMENSIONS) {
      throw new SyntaxException(
          "tensor '%s' has %d dimensions, the most is %d"
              .formatted(tensor, sizes.length, MOST_DIMENSIONS));
    }
    int[] shape = new int[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > Integer.MAX_VALUE) {
        throw new SyntaxException(
            "tensor '%s' has a dimension of %d, the most is %d"
                .formatted(tensor, sizes[i], Integer.MAX_VALUE));
      }
      shape[i] = (int) sizes[i];
    }
    return shape;
  }

  private static long[] readIntegers(JsonReader reader, String tensor, String field)
      throws IOException, SyntaxException {
    LongStream.Builder numbers = LongStream.builder();
    reader.beginArray();
    while (reader.hasNext()) {
      boolean number = reader.peek() == JsonToken.NUMBER;
      String text = reader.nextString();
      if (!number || !text.matches("0|[1-9][0-9]{0,17}")) {
        throw new SyntaxException(
            "tensor '%s' has '%s' in %s, expected an integer from 0"
                .formatted(tensor, text, field));
      }
      numbers.add(Long.parseLong(text));
    }
    reader.endArray();
    return numbers.build().toArray();
  }

  /** Returns the header text of {@code file}, with the tensors' data in map order. */
  static String write(SafeTensorsFile file) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!file.metadata().isEmpty()) {
        json.name(SafeTensorsFile.METADATA_KEY).beginObject();
        for (Map.Entry<String, String> entry : file.metadata().entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      long offset = 0;
      for (Map.Entry<String, StoredTensor> entry : file.tensors().entrySet()) {
        offset = writeEntry(json.name(entry.getKey()), entry.getValue(), offset);
      }
      json.endObject();
    }
    return text.toString();
  }

  private static long writeEntry(JsonWriter json, StoredTensor tensor, long begin)
      throws IOException {
    long end = begin + (long) tensor.size() * tensor.dtype().bytes();
    json.beginObject().name("dtype").value(tensor.dtype().name()).name("shape").beginArray();
    for (int size : tensor.shape()) {
      json.value(size);
    }
    json.endArray().name("data_offsets").beginArray().value(begin).value(end).endArray();
    json.endObject();
    return end;
  }
}
