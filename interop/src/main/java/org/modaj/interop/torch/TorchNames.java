package org.modaj.interop.torch;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tensor of a file stands for which one of a network. The rule, in this order:
 *
 * <ol>
 *   <li>A wrapper's prefix on all names ({@code module.}, {@code _orig_mod.}, {@code model.},
 *       {@code net.}) is dropped.
 *   <li>Equal names belong together.
 *   <li>Numbered modules of one container whose numbers differ ({@code classifier.0, .3, .6} and
 *       {@code classifier.0, .2, .4}: one has dropout) belong together in order when they are
 *       equally many.
 *   <li>Recurrent layers under other names belong together in order, the levels of a module ({@code
 *       _l0}, {@code _l1}) one after another.
 *   <li>Of the modules that are left, those of a kind (convolutions, dense layers, normalizations)
 *       belong together in order when they are equally many and the file's stand in one container
 *       ({@code 0, 2, 4} of a {@code Sequential} and {@code fc1, fc2, fc3}).
 *   <li>One module that is left on each side is taken for the same ({@code fc} and {@code head}).
 * </ol>
 */
final class TorchNames {
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.", "model.", "net.");
  private static final Pattern LEVEL = Pattern.compile("(.*)_l(\\d+)(_reverse)?");
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,6})");

  private TorchNames() {}

  /**
   * Matches names.
   *
   * @param bindings what the network has, in order of computation
   * @return the file's name for each name that the network would have in PyTorch and that has one
   */
  static Map<String, String> match(List<Binding> bindings, StateDict dict) {
    List<String> expected = bindings.stream().flatMap(b -> b.names().stream()).toList();
    Map<String, String> byName = unwrapped(expected, dict.tensors().keySet());
    Map<String, Set<String>> wantedKinds = new LinkedHashMap<>();
    bindings.forEach(b -> b.names().forEach(n -> addKind(wantedKinds, n, b.axes().length)));
    Map<String, Set<String>> foundKinds = new LinkedHashMap<>();
    byName.forEach((name, original) -> addKind(foundKinds, name, rank(dict, original)));
    Map<String, String> renamed = renameModules(wantedKinds, foundKinds);
    Map<String, String> matched = new LinkedHashMap<>();
    byName.forEach((name, original) -> {
      String module = module(name);
      String target = renamed.getOrDefault(module, module);
      matched.putIfAbsent(join(target, name, module), original);
    });
    Set<String> wanted = new HashSet<>(expected);
    matched.keySet().retainAll(wanted);
    return matched;
  }

  private static int rank(StateDict dict, String name) {
    return requireNonNull(dict.tensors().get(name)).shape().length;
  }

  /** A module's kind is what its tensors are called and how many axes they have. */
  private static void addKind(Map<String, Set<String>> kinds, String name, int rank) {
    String own = name.substring(name.lastIndexOf('.') + 1);
    kinds.computeIfAbsent(module(name), m -> new TreeSet<>()).add(own + " of rank " + rank);
  }

  /** The file's names without a wrapper's prefix, with the names as they stand in the file. */
  private static Map<String, String> unwrapped(
      Collection<String> expected, Collection<String> found) {
    Map<String, String> names = new LinkedHashMap<>();
    found.forEach(name -> names.put(name, name));
    for (boolean again = true; again; ) {
      again = false;
      for (String prefix : WRAPPERS) {
        if (!names.isEmpty()
            && names.keySet().stream().allMatch(n -> n.startsWith(prefix))
            && expected.stream().noneMatch(n -> n.startsWith(prefix))) {
          Map<String, String> shorter = new LinkedHashMap<>();
          names.forEach((name, original) -> shorter.put(name.substring(prefix.length()), original));
          names.clear();
          names.putAll(shorter);
          again = true;
        }
      }
    }
    return names;
  }

  /**
   * The module of a tensor: the path before its own name, and for a recurrent one the level, as in
   * {@code rnn#1}.
   */
  static String module(String name) {
    int dot = name.lastIndexOf('.');
    String path = dot < 0 ? "" : name.substring(0, dot);
    Matcher level = LEVEL.matcher(name.substring(dot + 1));
    return level.matches() ? path + "#" + level.group(2) : path;
  }

  /** A tensor's name after its module was renamed. */
  private static String join(String target, String name, String module) {
    if (target.equals(module)) {
      return name;
    }
    String own = name.substring(name.lastIndexOf('.') + 1);
    int hash = target.indexOf('#');
    if (hash < 0) {
      return target + "." + own;
    }
    Matcher level = LEVEL.matcher(own);
    if (!level.matches()) {
      return name;
    }
    String direction = level.group(3) == null ? "" : level.group(3);
    return target.substring(0, hash)
        + "."
        + level.group(1)
        + "_l"
        + target.substring(hash + 1)
        + direction;
  }

  /**
   * For each module of the file that has another name in the network, that name.
   *
   * @param wantedKinds the network's modules in order of computation, each with its kind
   * @param foundKinds the file's
   */
  private static Map<String, String> renameModules(
      Map<String, Set<String>> wantedKinds, Map<String, Set<String>> foundKinds) {
    Set<String> wanted = wantedKinds.keySet();
    Set<String> found = foundKinds.keySet();
    Map<String, String> renamed = new HashMap<>();
    renumber(wanted, found, renamed);
    Set<String> taken = new HashSet<>(renamed.values());
    Set<String> leftWanted = new LinkedHashSet<>(wanted);
    leftWanted.removeAll(taken);
    Set<String> leftFound = new LinkedHashSet<>(found);
    leftFound.removeAll(renamed.keySet());
    Set<String> same = new HashSet<>(leftWanted);
    same.retainAll(leftFound);
    leftWanted.removeAll(same);
    leftFound.removeAll(same);
    List<String> wantedLevels = leftWanted.stream().filter(TorchNames::isLevel).toList();
    List<String> foundLevels =
        leftFound.stream().filter(TorchNames::isLevel).sorted(TorchNames::compareLevels).toList();
    if (wantedLevels.size() == foundLevels.size()) {
      for (int i = 0; i < wantedLevels.size(); i++) {
        renamed.put(foundLevels.get(i), wantedLevels.get(i));
      }
    }
    leftWanted.removeIf(TorchNames::isLevel);
    leftFound.removeIf(TorchNames::isLevel);
    for (Set<String> kind : Set.copyOf(wantedKinds.values())) {
      List<String> ours = leftWanted.stream().filter(m -> kind.equals(wantedKinds.get(m))).toList();
      List<String> theirs = leftFound.stream().filter(m -> kind.equals(foundKinds.get(m))).toList();
      if (ours.size() == theirs.size() && isNumbered(theirs)) {
        Iterator<String> to = ours.iterator();
        theirs.stream()
            .sorted(Comparator.comparingInt(TorchNames::number))
            .forEach(module -> renamed.put(module, to.next()));
        leftWanted.removeAll(ours);
        leftFound.removeAll(theirs);
      }
    }
    if (leftWanted.size() == 1 && leftFound.size() == 1) {
      renamed.put(leftFound.iterator().next(), leftWanted.iterator().next());
    }
    return renamed;
  }

  /** Whether they are numbers in one container. */
  private static boolean isNumbered(List<String> modules) {
    Set<String> containers = new HashSet<>();
    for (String module : modules) {
      Matcher m = NUMBERED.matcher(module);
      if (!m.matches()) {
        return false;
      }
      containers.add(m.group(1));
    }
    return containers.size() == 1;
  }

  private static int number(String module) {
    Matcher m = NUMBERED.matcher(module);
    return m.matches() ? Integer.parseInt(m.group(2)) : 0;
  }

  private static boolean isLevel(String module) {
    return module.indexOf('#') >= 0;
  }

  private static int compareLevels(String a, String b) {
    int byPath = a.substring(0, a.indexOf('#')).compareTo(b.substring(0, b.indexOf('#')));
    return byPath != 0 ? byPath : Integer.compare(level(a), level(b));
  }

  private static int level(String module) {
    return Integer.parseInt(module.substring(module.indexOf('#') + 1));
  }

  private static void renumber(
      Collection<String> wanted, Collection<String> found, Map<String, String> renamed) {
    Map<String, TreeSet<Integer>> wantedNumbers = numbers(wanted);
    Map<String, TreeSet<Integer>> foundNumbers = numbers(found);
    wantedNumbers.forEach((container, ours) -> {
      TreeSet<Integer> theirs = foundNumbers.get(container);
      if (theirs == null || theirs.equals(ours) || theirs.size() != ours.size()) {
        return;
      }
      List<Integer> to = List.copyOf(ours);
      int i = 0;
      for (int number : theirs) {
        renamed.put(container + number, container + to.get(i++));
      }
    });
  }

  /** For each container ({@code "features."}) the numbers of its modules that have tensors. */
  private static Map<String, TreeSet<Integer>> numbers(Collection<String> modules) {
    Map<String, TreeSet<Integer>> numbers = new TreeMap<>();
    for (String module : modules) {
      Matcher m = NUMBERED.matcher(module);
      if (m.matches() && m.group(1).endsWith(".")) {
        numbers.computeIfAbsent(m.group(1), c -> new TreeSet<>()).add(Integer.parseInt(m.group(2)));
      }
    }
    return numbers;
  }
}
