# Shared target settings: warnings, sanitizers, and one static library a folder.

add_library(httpvet_settings INTERFACE)
target_include_directories(httpvet_settings INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
target_compile_options(httpvet_settings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast>
  # GCC 12 sees overlapping copies in "text" + std::string() where there are none (GCC bug 105651).
  $<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${HTTPVET_WERROR}>>:-Werror>)
if(HTTPVET_SANITIZE)
  add_compile_options(-fsanitize=${HTTPVET_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HTTPVET_SANITIZE})
endif()

# httpvet_library(NAME [DEPENDS lib...]): a static library of all .cpp files of the current folder.
function(httpvet_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;SOURCES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(httpvet_${name} STATIC ${sources} ${ARG_SOURCES})
  target_link_libraries(httpvet_${name} PUBLIC httpvet_settings ${ARG_DEPENDS})
endfunction()
