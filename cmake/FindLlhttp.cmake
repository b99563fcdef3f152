# FindLlhttp.cmake - provides the target Llhttp::llhttp and Llhttp_VERSION.
#   1. CMake package config of upstream (llhttpConfig.cmake: llhttp::llhttp,
#      older releases only llhttp::llhttp_shared / llhttp::llhttp_static)
#   2. pkg-config module libllhttp, or a bare header + library
#   3. C sources (Debian 12 "node-llhttp": /usr/share/llhttp/*.c and
#      /usr/share/include/llhttp/llhttp.h), compiled as a static library.
# Set LLHTTP_ROOT for a prefix, LLHTTP_SOURCE_DIR for a directory of C sources.
if(TARGET Llhttp::llhttp)
  set(Llhttp_FOUND TRUE)
  return()
endif()
set(_llhttp_target "")

if(NOT LLHTTP_SOURCE_DIR)
  find_package(llhttp CONFIG QUIET)
  if(llhttp_FOUND)
    foreach(_t IN ITEMS llhttp::llhttp llhttp::llhttp_shared llhttp::llhttp_static)
      if(TARGET ${_t} AND NOT _llhttp_target)
        set(_llhttp_target ${_t})
        set(Llhttp_VERSION ${llhttp_VERSION})
        set(Llhttp_ORIGIN "CMake package ${llhttp_DIR}")
      endif()
    endforeach()
  endif()

  if(NOT _llhttp_target)
    find_package(PkgConfig QUIET)
    if(PkgConfig_FOUND)
      pkg_check_modules(PC_LLHTTP QUIET libllhttp)
    endif()
    find_path(Llhttp_INCLUDE_DIR llhttp.h HINTS ${PC_LLHTTP_INCLUDE_DIRS})
    find_library(Llhttp_LIBRARY llhttp HINTS ${PC_LLHTTP_LIBRARY_DIRS})
    if(Llhttp_INCLUDE_DIR AND Llhttp_LIBRARY)
      add_library(_llhttp_imported UNKNOWN IMPORTED)
      set_target_properties(_llhttp_imported PROPERTIES
        IMPORTED_LOCATION "${Llhttp_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${Llhttp_INCLUDE_DIR}")
      set(_llhttp_target _llhttp_imported)
      set(Llhttp_ORIGIN "library ${Llhttp_LIBRARY}")
    endif()
    mark_as_advanced(Llhttp_INCLUDE_DIR Llhttp_LIBRARY)
  endif()
endif()

if(NOT _llhttp_target)
  find_path(Llhttp_SOURCE_DIR llhttp.c
    HINTS ${LLHTTP_SOURCE_DIR} PATHS /usr/share/llhttp /usr/local/share/llhttp
    PATH_SUFFIXES src NO_CMAKE_FIND_ROOT_PATH)
  find_path(Llhttp_SOURCE_INCLUDE_DIR llhttp.h
    HINTS ${LLHTTP_SOURCE_DIR} ${LLHTTP_SOURCE_DIR}/include ${LLHTTP_SOURCE_DIR}/../include
    PATHS /usr/share/include/llhttp /usr/local/share/include/llhttp
    NO_CMAKE_FIND_ROOT_PATH)
  if(Llhttp_SOURCE_DIR AND Llhttp_SOURCE_INCLUDE_DIR)
    enable_language(C)
    add_library(llhttp_from_source STATIC EXCLUDE_FROM_ALL
      ${Llhttp_SOURCE_DIR}/api.c ${Llhttp_SOURCE_DIR}/http.c ${Llhttp_SOURCE_DIR}/llhttp.c)
    target_include_directories(llhttp_from_source SYSTEM PUBLIC ${Llhttp_SOURCE_INCLUDE_DIR})
    set_target_properties(llhttp_from_source PROPERTIES
      POSITION_INDEPENDENT_CODE ON C_STANDARD 99
      C_CLANG_TIDY "" C_CPPCHECK "" C_INCLUDE_WHAT_YOU_USE "")
    target_compile_options(llhttp_from_source PRIVATE -w)
    # 8.x: reject what its loose mode lets through; 9.x is always as strict.
    target_compile_definitions(llhttp_from_source PUBLIC LLHTTP_STRICT_MODE=1)
    set(_llhttp_target llhttp_from_source)
    set(Llhttp_ORIGIN "sources ${Llhttp_SOURCE_DIR}")
  endif()
  mark_as_advanced(Llhttp_SOURCE_DIR Llhttp_SOURCE_INCLUDE_DIR)
endif()

# Packages before 9.4 install no version file: the header always has the version.
if(_llhttp_target AND NOT Llhttp_VERSION)
  get_target_property(_inc ${_llhttp_target} INTERFACE_INCLUDE_DIRECTORIES)
  foreach(_d IN LISTS _inc)
    if(EXISTS "${_d}/llhttp.h" AND NOT Llhttp_VERSION)
      file(STRINGS "${_d}/llhttp.h" _v REGEX "define LLHTTP_VERSION_(MAJOR|MINOR|PATCH)")
      string(REGEX MATCHALL "[0-9]+" _v "${_v}")
      string(REPLACE ";" "." Llhttp_VERSION "${_v}")
    endif()
  endforeach()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Llhttp
  REQUIRED_VARS _llhttp_target Llhttp_ORIGIN VERSION_VAR Llhttp_VERSION
  REASON_FAILURE_MESSAGE "install libllhttp-dev (Debian 13+) or node-llhttp (Debian 12)")
if(Llhttp_FOUND)
  add_library(Llhttp::llhttp INTERFACE IMPORTED)
  set_property(TARGET Llhttp::llhttp PROPERTY INTERFACE_LINK_LIBRARIES ${_llhttp_target})
endif()
