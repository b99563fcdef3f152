#include "cli/program.h"

int main(int argc, char** argv) { return httpvet::cli::run_program({argv + 1, argv + argc}); }
