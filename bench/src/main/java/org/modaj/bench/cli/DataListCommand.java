package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSource;
import org.modaj.data.OfficialFile;
import org.modaj.data.catalog.DataCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the data sets and their files. */
@Command(
    name = "list",
    description = "Lists the data sets, what their folders hold, and their official files.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = "  java -jar moda-bench.jar data list --json")
final class DataListCommand implements Runnable {
  @Mixin private OutputOptions output;

  @Override
  public void run() {
    output.print(new Listing(DataCatalog.sources()));
  }

  /** A size in words; null where none is known. */
  static @Nullable String size(OfficialFile file) {
    return file.bytes() == OfficialFile.UNKNOWN
        ? null
        : String.format(Locale.ROOT, "%,d bytes", file.bytes());
  }

  /** A checksum in words. */
  static String checksum(OfficialFile file) {
    if (file.sha256() != null) {
      return "SHA-256 " + file.sha256();
    }
    return file.md5() != null ? "MD5 " + file.md5() : "no published checksum";
  }

  private record Listing(List<DataSource> sources) implements Result {
    @Override
    public Map<String, Object> toMap() {
      List<Map<String, Object>> all = new ArrayList<>();
      for (DataSource source : sources) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", source.name());
        map.put("samples", source.kind().toString());
        map.put("description", source.description());
        map.put("layout", source.layout());
        map.put("files", source.files().stream().map(Listing::toMap).toList());
        all.add(map);
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("data_sets", all);
      return result;
    }

    private static Map<String, Object> toMap(OfficialFile file) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("file", file.name());
      map.put("addresses", file.addresses());
      map.put("bytes", file.bytes() == OfficialFile.UNKNOWN ? null : file.bytes());
      map.put("sha256", file.sha256());
      map.put("md5", file.md5());
      return map;
    }

    @Override
    public void writeText(PrintWriter out) {
      for (DataSource source : sources) {
        out.printf("%-19s %s%n", source.name(), source.description());
        if (source.layout() == null) {
          out.printf("%-19s nothing to read: it is generated%n", "");
        } else {
          out.printf("%-19s --data-dir with %s%n", "", source.layout());
        }
        for (OfficialFile file : source.files()) {
          String size = size(file);
          out.printf(
              "%-19s %s%s, %s%n",
              "", file.addresses().getFirst(), size == null ? "" : ", " + size, checksum(file));
        }
      }
    }
  }
}
