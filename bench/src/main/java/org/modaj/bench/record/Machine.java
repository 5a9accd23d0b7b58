package org.modaj.bench.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Java runtime and the machine below it.
 *
 * @param java the runtime's version and vendor
 * @param vm the virtual machine's name
 * @param os the operating system's name and version
 * @param arch the architecture the runtime was built for
 * @param cpu the processor's model, or {@link #UNKNOWN}
 * @param processors the processors the runtime may use
 * @param maxHeapMib the largest heap the runtime will use, in MiB
 */
public record Machine(
    String java, String vm, String os, String arch, String cpu, int processors, long maxHeapMib)
    implements FactSource {
  /** Stands for a processor that could not be determined. */
  public static final String UNKNOWN = "unknown";

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final long MIB = 1 << 20;

  /** Describes the machine this program runs on. */
  public static Machine current() {
    Runtime runtime = Runtime.getRuntime();
    return new Machine(
        Runtime.version() + " " + System.getProperty("java.vendor"),
        System.getProperty("java.vm.name"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        cpuModel(CPU_INFO),
        runtime.availableProcessors(),
        runtime.maxMemory() / MIB);
  }

  /** Returns the processor's model as Linux lists it, or as Windows names it. */
  static String cpuModel(Path cpuInfo) {
    try (Stream<String> lines = Files.lines(cpuInfo)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", UNKNOWN);
    }
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("java", java);
    facts.put("vm", vm);
    facts.put("os", os);
    facts.put("arch", arch);
    facts.put("cpu", cpu);
    facts.put("processors", processors);
    facts.put("maxHeapMiB", maxHeapMib);
    return facts;
  }
}
