// One way to include Catch2, whichever major version is installed.
#pragma once

#if HTTPVET_CATCH_MAJOR >= 3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
