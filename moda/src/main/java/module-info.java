/** MODA: modular training, slicing, composing and measuring modules. */
module org.modaj.moda {
  requires transitive org.modaj.nn;
  requires static org.jspecify;
}
