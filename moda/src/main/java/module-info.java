/** MODA: modular training, slicing, composing and measuring modules. */
module org.modaj.moda {
  requires transitive org.modaj.nn;
  requires com.google.gson;
  requires static org.jspecify;
}
