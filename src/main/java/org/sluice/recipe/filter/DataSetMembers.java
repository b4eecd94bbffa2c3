package org.sluice.recipe.filter;

import java.util.Set;

/** Names that deid takes for elements because pydicom's data set object has members of these names (Q8). */
final class DataSetMembers {
    private static final Set<String> NAMES = Set.of("""
            __array__ __class__ __contains__ __copy__ __deepcopy__ __delattr__ __delitem__ __dict__ __dir__ __doc__
            __enter__ __eq__ __exit__ __format__ __ge__ __getattr__ __getattribute__ __getitem__ __getstate__ __gt__
            __hash__ __init__ __init_subclass__ __iter__ __le__ __len__ __lt__ __module__ __ne__ __new__ __reduce__
            __reduce_ex__ __repr__ __setattr__ __setitem__ __setstate__ __sizeof__ __str__ __subclasshook__ __weakref__
            _character_set _copy_implementation _dataset_slice _dict _parent_encoding _pixel_array _pixel_id _pretty_str
            _private_blocks _read_charset _read_implicit _read_little _set_file_meta _set_pixel_representation
            _slice_dataset add add_new buffer clear compress convert_pixel_data copy data_element decode decompress
            default_element_format default_sequence_element_format dir elements ensure_file_meta file_meta filename
            fileobj_type fix_meta_info formatted_lines from_json get get_item get_private_item group_dataset
            indent_chars is_decompressed is_implicit_VR is_little_endian is_original_encoding
            is_undefined_length_sequence_item items iterall keys original_character_set original_encoding overlay_array
            pixel_array pixel_array_options pop popitem preamble private_block private_creators read_encoding
            read_implicit_vr read_little_endian remove_private_tags save_as set_original_encoding set_pixel_data
            setdefault timestamp to_json to_json_dict top trait_names update update_raw_element values walk
            waveform_array""".split("\\s+"));

    private DataSetMembers() {}

    static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
